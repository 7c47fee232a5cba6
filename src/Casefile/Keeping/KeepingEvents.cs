using NodaTime;
using Throughline.Casefile.Addresses;

namespace Throughline.Casefile.Keeping;

/// <summary>Somebody must find this file as it is: nothing of it is erased until the hold is lifted. The person sees it.</summary>
/// <param name="Authority">On whose authority: a court's order, a request for records, a complaint.</param>
[EventName("hold-placed")]
public sealed record HoldPlaced([property: Personal] string Reason, [property: Personal] string Authority) : CaseEvent;

/// <param name="Hold">The line that placed it.</param>
[EventName("hold-lifted")]
public sealed record HoldLifted(int Hold, [property: Personal] string Reason, [property: Personal] string Authority) : CaseEvent;

/// <summary>
/// The person's key was destroyed with this line: what was personal in all lines before it can be read by nobody. It names nobody itself.
/// </summary>
/// <param name="Second">The second person; null where the programme's rule ended the file on its day.</param>
/// <param name="Grade">The last address's grade, which figures go on counting.</param>
/// <param name="ANumberKey">A keyed hash (hex), by which figures still tell that two records had one number; null without a number.</param>
/// <param name="Place">A keyed hash, by which figures still count how many people gave one address; null where none are counted.</param>
[EventName("person-erased")]
public sealed record PersonErased(string Reason, string Authority, string? Second, AddressGrade? Grade, string? ANumberKey, long? Place) : CaseEvent;

/// <summary>A hold that stands.</summary>
/// <param name="Number">The line that placed it.</param>
public sealed record Hold(int Number, Actor Author, Instant At, string Reason, string Authority);

/// <summary>That a file was erased: when, by whom, on whose authority.</summary>
public sealed record Erasure(Instant At, Actor By, string? Second, string Reason, string Authority, string? ANumberKey, long? Place)
{
    /// <summary>What is read in place of every personal text, once its key is gone.</summary>
    public const string Marker = "(erased)";
}

/// <summary>What figures go on counting by when the person can no longer be read: keyed hashes, made by who has the key.</summary>
public sealed record Traces(string? ANumberKey, long? Place);

/// <summary>Who wants a file erased and why: it stands in the log for good, so it names nobody.</summary>
public sealed record ErasureOrder(string? Reason, string? Authority, string? Second);
