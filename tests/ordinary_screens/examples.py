"""Ordinary screens that were told to be faults, or might be."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final = (
    ("Storage", "Local Disk (C:)", "50.1 GB used of 476 GB", "Temporary files 1.2 GB"),
    ("About", "Version 13.02.00", "Copyright 2026"),
    ("Printer driver", "Version 13.02.00", "Date 12.03.2026", "The driver is up to date"),
    ("Printer status", "Black toner 50.4 %", "Pages printed: 5100", "Tray 2: 500 sheets"),
    ("Task Manager", "CPU 43 %", "Memory 809 MB", "Processes 404", "Up time 10:43:28:12"),
    ("Speed test", "Ping 13 ms", "Download 503.2 Mbps", "Upload 41.3 Mbps", "Packet loss 0 %"),
    ("Inbox", "28 new messages", "Re: error in the minutes", "43 people replied", "Room 404"),
    (
        "VPN",
        "Connected",
        "Duration 10:43:28",
        "Sent 809 MB",
        "Received 691 MB",
        "Server 10.10.0.50",
    ),
    ("Budget", "Printers 1603", "VPN licences 809", "Errors 28", "Total 5100"),
    ("Device Manager", "USB hubs (10)", "43 devices", "Driver version 10.0.28.1", "Slot 3"),
    ("Order 1603", "Toner cartridge $ 50.10", "Total 52.00 €", "Article E05", "Promo code 5100"),
    ("Calendar", "13.02.00", "10:43 to 12:28", "28 29 30 31", "Week 43", "Room 500"),
    ("Build", "0 errors, 2 warnings", "28 tests passed", "Compiled 137 files", "Exit code 0"),
    ("Install updates", "Installed 10 of 43", "1603 MB left", "Step 2 of 3", "Restart at 12:10"),
    ("Mail", "Postal code 80701", "Tel. +49 691 809", "Area code 503", "Page 404 of 500"),
    ("Netzwerk", "IPv4-Adresse 10.10.00.12", "Port 443", "VPN 809 MB", "Fehler 0", "28 Fehler"),
    ("Imprimante", "Pages : 6000", "Toner 50.1 %", "Erreurs : 13", "Bac 2", "Version 49.38.07"),
    ("Impresora", "Páginas 5200", "Errores 28", "Tinta 50.2 %", "Versión 13.01.00"),
    ("Drukarka", "Stron: 5100", "Błędów: 43", "Wersja 13.20.01", "Toner 50.4 %"),
    ("Memory management", "System settings", "Bad pool of candidates", "Registry, error free"),
    ("Server list", "web-01 status 200", "web-02 load 50.1", "db-01 503 connections", "Page 1"),
    (
        "Zoom: 100 %",
        "Participants (1001)",
        "Recording 10:43",
        "Chat (43)",
        "Meeting ID 850 1132 3000",
    ),
    ("Sign in", "Your code is 500121", "Verification code 53003", "Signed in at 10:43"),
)
