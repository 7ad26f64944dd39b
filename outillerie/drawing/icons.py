"""The signs of the interface, 24 × 24, in the colour of the words they stand beside: no sign ever stands alone."""

# Strokes, 2 wide, round.
LINES = {
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "person": '<circle cx="12" cy="7" r="4"/><path d="M5 21v-1a7 7 0 0 1 14 0v1"/>',
    "people": '<circle cx="9" cy="7.5" r="3.5"/><path d="M2.500 20.500v-1a6.500 6.500 0 0 1 13 0v1M15.500 4.300a3.500 3.500 0 0 1 0 6.400M17.800 14.300a6.500 6.500 0 0 1 3.700 5.200v1"/>',
    "bars": '<path d="M3 20v-4M9 20v-8M15 20V8M21 20V3"/>',
    "toolbox": '<path d="M3 8.500h18v11H3zM9 8V5h6v3M3 13.500h18"/>',
    "target": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4.500"/><path d="M12 12h.01"/>',
    "speech": '<path d="M4 4.500h16v11h-9l-5 4v-4H4z"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.500h16M8.500 3.500V7M15.500 3.500V7"/>',
    "place": '<path d="M12 21c4.500-5 6.500-8.200 6.500-11a6.500 6.500 0 0 0-13 0c0 2.800 2 6 6.500 11z"/><circle cx="12" cy="10" r="2.300"/>',
    "screen": '<path d="M3 4.500h18v11H3zM8.500 20h7M12 15.500V20"/>',
    "download": '<path d="M12 4v11M7 10.500l5 5 5-5M5 20h14"/>',
    "printer": '<path d="M7 9V3.500h10V9M7 17H4V9h16v8h-3M7 14h10v6.500H7z"/>',
    "book": '<path d="M12 6v14M12 6C10 4.700 7 4.500 3 4.500V18c4 0 7 .5 9 2 2-1.500 5-2 9-2V4.500c-4 0-7 .2-9 1.500z"/>',
    "zip": '<path d="M5 9.500h14V20H5zM4 9.500l2.500-5h11l2.500 5M10 13.500h4"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "search": '<circle cx="10.500" cy="10.500" r="6.500"/><path d="M15.500 15.500L21 21"/>',
    "change": '<path d="M20 11a8 8 0 0 0-14.300-4L4 8.800M4 4v4.800h4.800M4 13a8 8 0 0 0 14.300 4l1.700-1.800M20 20v-4.800h-4.800"/>',
    "fork": '<circle cx="6" cy="5" r="2.200"/><circle cx="6" cy="19" r="2.200"/><circle cx="18.500" cy="9.500" r="2.200"/><path d="M6 7.200v9.600M6 14c6 0 5.500-4.500 10.300-4.500"/>',
    "check": '<path d="M4 13l5 5L20 6"/>',
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "arrow-back": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11.500v5M12 7.500h.01"/>',
    "warning": '<path d="M12 3.500L2.500 20.500h19zM12 10v5M12 17.800h.01"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M8.500 8.500l7 7M15.500 8.500l-7 7"/>',
    "copy": '<path d="M8.500 8.500H20V20H8.500zM15.500 8.500V4H4v11.500h4.500"/>',
    "link": '<path d="M10 14.500l5-5M8.500 11l-3 3a3.900 3.900 0 0 0 5.500 5.500l3-3M15.500 13l3-3A3.900 3.900 0 0 0 13 4.500l-3 3"/>',
    "menu": '<path d="M3 6h18M3 12h18M3 18h18"/>',
    "filter": '<path d="M3.500 5h17l-6.500 8v6.500l-4-2V13z"/>',
    "plus": '<path d="M12 4v16M4 12h16"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "eye": '<path d="M2 12c3-4.700 6.300-7 10-7s7 2.300 10 7c-3 4.700-6.300 7-10 7s-7-2.300-10-7z"/><circle cx="12" cy="12" r="3"/>',
    "text-size": '<path d="M2 20L8.500 4 15 20M4.300 15h8.400M14.500 20l3.800-9 3.700 9M15.800 17h5"/>',
    "tram": '<path d="M8 3h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zM5 10.500h14M8.500 17L6.500 21M15.500 17l2 4M9 14h.01M15 14h.01"/>',
    "access": '<circle cx="12" cy="4.500" r="1.800"/><path d="M4.500 8.500c5 1.300 10 1.300 15 0M12 9.500V14M12 14l-3 7M12 14l3 7M9.800 9.300v4.700h4.400V9.300"/>',
    "feed": '<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14M6 18h.01"/>',
}
# A tool that is missing: its outline waits for it.
HAMMER = "M8 8h52c20 0 34 8 42 26-12-5-24-6-36-5v73a10 10 0 0 1-20 0V31H8z"
# A seat: solid when it is taken; its outline, in dashes, waits for somebody.
STOOL = "M2 3.500h20V9H2zM5.500 9h4L8.800 21H4.500zM14.500 9h4l1 12h-4.300zM8.500 13h7v2.500h-7z"
FREE_STOOL = "M2.500 4h19v5h-19zM6.500 9.500L5.500 21M17.500 9.500l1 11.500M6.500 15h11"
