namespace Throughline.Host.Access;

/// <summary>Why somebody opens a file, in words that follow "You opened this file to". The person reads them.</summary>
internal static class Purposes
{
    public const string Standing = "meet the person, who is standing here";

    /// <summary>What can be stated when no work item leads to the file.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "answer the person, who called or wrote",
        "prepare a report at the office",
        "prepare a notice or a hearing",
        "check an address",
        "mend the record",
        "answer another office or station",
        "look into a complaint",
        "inspect how the case was handled",
    ];

    /// <summary>A work item has its own reason. Null: whoever opens the file must state one.</summary>
    public static string? Of(string? work) => work switch
    {
        "hand-off" => "answer a hand-off",
        "walk-in" => Standing,
        "balance" => "find a name behind the balance",
        "household" => "look at the household",
        "same-person" => "compare two files",
        "review" => "review a miss",
        "alert" => "look at an alert",
        "challenge" => "answer a challenge",
        "terms" => "decide on the terms",
        "device" => "see to a device",
        "outreach" => "reach out to somebody who did not report",
        "quality" => "mend the record",
        _ => null,
    };
}
