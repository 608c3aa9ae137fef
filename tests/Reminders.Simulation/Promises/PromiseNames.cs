namespace Reminders.Simulation.Promises;

/// <summary>The names of the promises, with their numbers in the design.</summary>
public static class PromiseNames
{
    public const string Accounted = "1: every due step is accounted for";
    public const string Rest = "1: the system comes to rest";
    public const string Audit = "1: the audit finds that all holds";
    public const string Once = "2: nobody is told the same step twice";
    public const string StillTrue = "3: nothing goes out about what was closed, moved or handed over";
    public const string Known = "3: nobody is told whom the directory no longer knows";
    public const string OneMessage = "4: one message goes out";
    public const string WhatIsDue = "5: a scan costs what is due";
    public const string NoNumbers = "9: no number or text in a log";
    public const string Quiet = "nothing goes out in quiet hours";
    public const string DayOff = "nothing but what is due that day goes out on a day off";
    public const string Early = "nothing goes out early";
    public const string Carrier = "the carrier's limits are kept";
    public const string Forward = "notices only move forward";
    public const string NoSurprise = "nothing fails but for the faults of a port";
}
