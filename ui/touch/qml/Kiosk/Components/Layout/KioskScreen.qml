/* The body of one step. Main.qml gives it the view models (Screens._models in screens.py makes them) and reads
   from it which colours, and which bar, to draw around it. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.ViewModels

Item {
    id: screen

    required property CheckInViewModel checkIn
    required property SiteViewModel site
    required property HoursViewModel hours
    required property LinkViewModel link
    required property BoardViewModel board
    required property CameraViewModel camera
    required property KeyboardViewModel keyboard
    required property NumberViewModel number
    required property ReadingViewModel reading
    required property TagsViewModel tags
    required property BadgeViewModel badge
    property ColorScheme colors: Theme.colors
    property bool canStartOver: true
    /* Said in the bar: what happens to what the visitor gives. */
    property string footnote: ""
    /* What happens to a picture; said wherever one is shown or taken. */
    readonly property string unkept: qsTr("Nothing is kept until you’re in line.")
    readonly property string keeping: site.pictureDays === 1
                                      ? qsTr("Only the team sees it. We delete it after a day.")
                                      : qsTr("Only the team sees it. We delete it after %n days.", "", site.pictureDays)
}
