"""The texts on the screens: problems as a help desk sees them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One message. `codes` stand somewhere in its words and are what a reader should find."""

    topic: str
    title: str
    body: str
    codes: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ("Close",)


DIALOGS = (
    Problem(
        "network",
        "Can’t connect to Office VPN",
        "The network connection between your computer and the VPN server could not be "
        "established. Error 809",
        ("809",),
    ),
    Problem(
        "network",
        "Network Error",
        "Windows cannot access \\\\files01\\projects. Check the spelling of the name. "
        "Error code: 0x80070035. The network path was not found.",
        ("0x80070035",),
        ("Diagnose", "Cancel"),
    ),
    Problem(
        "network",
        "Connection failed",
        "The remote connection was denied because the name and password combination is not "
        "recognized. Error 691",
        ("691",),
        ("Redial", "Cancel"),
    ),
    Problem(
        "sign-in",
        "Your account is locked",
        "The referenced account is currently locked out and may not be logged on to. "
        "Contact your administrator. 0x80070775",
        ("0x80070775",),
        ("OK",),
    ),
    Problem(
        "sign-in",
        "Password expired",
        "Your password has expired and must be changed before you can continue.",
        (),
        ("Change now", "Later"),
    ),
    Problem(
        "sign-in",
        "More information required",
        "Your organization needs more information to keep your account secure. AADSTS50076",
        ("AADSTS50076",),
        ("Next", "Cancel"),
    ),
    Problem(
        "mail",
        "Outlook Data File",
        "The server is not available. Contact your administrator if this condition persists. "
        "(0x8004011D)",
        ("0x8004011D",),
        ("Retry", "Work offline"),
    ),
    Problem(
        "mail",
        "Task 'Sending and Receiving' reported error",
        "Outlook cannot connect to your outgoing mail server. If you continue to receive this "
        "message, contact your provider. (0x80042109)",
        ("0x80042109",),
        ("OK",),
    ),
    Problem(
        "printing",
        "Windows cannot connect to the printer",
        "Operation failed with error 0x0000011b. Check the printer name and try again.",
        ("0x0000011b",),
        ("OK",),
    ),
    Problem(
        "printing",
        "Printer offline",
        "HP LaserJet M507 on 3F-East is offline. Two documents are waiting.",
        (),
        ("Use another", "Cancel"),
    ),
    Problem(
        "updates",
        "There were problems installing some updates",
        "We'll try again later. Feature update (KB5034441), error 0x80070643",
        ("KB5034441", "0x80070643"),
        ("Retry",),
    ),
    Problem(
        "disk",
        "Low disk space",
        "You are running out of disk space on Local Disk (C:). 412 MB free of 237 GB.",
        (),
        ("Free up space", "Not now"),
    ),
    Problem(
        "software",
        "Microsoft Teams",
        "We're sorry, we've run into an issue. Error code caa20003. Try restarting Teams.",
        ("caa20003",),
        ("Restart", "Sign out"),
    ),
    Problem(
        "software",
        "Installation failed",
        "Fatal error during installation. The installer was interrupted before the product could "
        "be installed. Error 1603",
        ("1603",),
        ("Finish",),
    ),
    Problem(
        "battery",
        "Consider replacing your battery",
        "There is a problem with your battery, which may cause your computer to shut down.",
        (),
        ("OK",),
    ),
    Problem(
        "device",
        "USB device not recognized",
        "The last device you connected to this computer malfunctioned. (Code 43)",
        ("43",),
        ("Close",),
    ),
)

CRASHES = (
    Problem("crash", ":(", "Your device ran into a problem", ("CRITICAL_PROCESS_DEATH",)),
    Problem("crash", ":(", "Your PC ran into a problem", ("DPC_WATCHDOG_VIOLATION",)),
    Problem("crash", ":(", "Your PC ran into a problem", ("INACCESSIBLE_BOOT_DEVICE", "0x7B")),
    Problem("crash", ":(", "Your device ran into a problem", ("MEMORY_MANAGEMENT",)),
    Problem("crash", ":(", "Your device ran into a problem", ("VIDEO_TDR_FAILURE",)),
    Problem("crash", "Recovery", "Your PC couldn't start properly", ("0xc000000e",)),
)

PAGES = (
    Problem(
        "network",
        "This site can’t be reached",
        "intranet.example.com took too long to respond. Check the connection, then the proxy and "
        "the firewall.",
        ("ERR_CONNECTION_TIMED_OUT", "https://intranet.example.com/home"),
    ),
    Problem(
        "network",
        "Your connection is not private",
        "Attackers might be trying to steal your information from portal.example.org.",
        ("NET::ERR_CERT_DATE_INVALID", "https://portal.example.org/login"),
    ),
    Problem(
        "network",
        "Hmm. We’re having trouble finding that site.",
        "We can’t connect to the server at wiki.example.net. Try again later or check your "
        "network.",
        ("DNS_PROBE_FINISHED_NXDOMAIN", "https://wiki.example.net/start"),
    ),
    Problem(
        "sign-in",
        "Sorry, but we’re having trouble signing you in.",
        "The application needs permission to access resources that only an admin can grant.",
        ("AADSTS90094", "https://sso.example.com/oauth2/authorize"),
    ),
    Problem(
        "server",
        "503 Service Unavailable",
        "The server is temporarily unable to service your request. Try again later.",
        ("503", "https://timesheets.example.com/week/47"),
    ),
)

TYPED = (
    Problem(
        "software",
        "PS C:\\Users\\Public> npm run build",
        "npm ERR! code ELIFECYCLE | npm ERR! errno 137 | npm ERR! Exit status 137",
        ("ELIFECYCLE", "137"),
    ),
    Problem(
        "disk",
        "$ make install",
        "cp: error writing '/opt/app/bin': No space left on device | make: *** [install] Error 28",
        ("28",),
    ),
    Problem(
        "network",
        "C:\\> ping files01",
        "Ping request could not find host files01. | Check the name and try again. | Code 11010",
        ("11010",),
    ),
)
