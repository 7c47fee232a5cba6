namespace Throughline.Casefile.Orders;

/// <summary>How far the technology of an order goes, from nothing to a device that is worn. A step up is a step to the right.</summary>
public static class Levels
{
    public const string None = "none", Report = "report", App = "app", Call = "call", Device = "device";

    public static readonly IReadOnlyList<(string Code, string Words)> Ladder =
    [
        (None, "No technology"), (Report, "Reports at the office or on the page"), (App, "Check-in app"), (Call, "Calls at agreed times"), (Device, "A device that is worn"),
    ];

    public static string Words(string code) => Ladder.FirstOrDefault(l => l.Code == code).Words ?? code;

    /// <summary>A level that nobody knows is no step in any direction.</summary>
    public static bool IsStricter(string one, string than) => Rank(one) >= 0 && Rank(one) > Rank(than);

    public static bool IsMilder(string one, string than) => Rank(one) >= 0 && Rank(one) < Rank(than);

    public static string Milder(string one, string other) => IsStricter(one, other) ? other : one;

    public static string Stricter(string one, string other) => IsStricter(one, other) ? one : other;

    /// <summary>Nobody can use what nobody set up with them.</summary>
    public static bool NeedsEnrolment(string level) => level is App or Call or Device;

    private static int Rank(string code) => Ladder.Select(l => l.Code).ToList().IndexOf(code);
}
