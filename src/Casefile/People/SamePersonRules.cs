using System.Globalization;
using NodaTime;
using Throughline.Casefile.WalkIns;

namespace Throughline.Casefile.People;

/// <summary>
/// Whether two cases are of one person is a person's decision with a reason, never the program's: an equal number or name is only work.
/// Each decision stands in both cases.
/// </summary>
public static class SamePersonRules
{
    private static readonly char[] Between = [' ', '-', '\'', '’', '.', ','];

    public static readonly Refusal SameCase = new("same-case", "This is the same case. Give the number of the other one.");

    public static readonly Refusal LinkedAlready = new("linked-already", "These two cases are linked already.");

    public static readonly Refusal NotLinked = new("not-linked", "These two cases are not linked.");

    public static readonly Refusal StillLinked = new("still-linked", "These two cases are linked as one person. Undo the link first.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write the reason. It stands in both files, and the person reads it.");

    public static Decision Link(Case one, Case other, string? reason, Instant now) =>
        Wrong(one, other, reason) is { Refused: not null } wrong ? wrong
        : one.SamePerson.Contains(other.Id) ? LinkedAlready
        : Both(one, other, now, id => new SamePersonLinked(id, reason!.Trim()));

    public static Decision Unlink(Case one, Case other, string? reason, Instant now) =>
        Wrong(one, other, reason) is { Refused: not null } wrong ? wrong
        : !one.SamePerson.Contains(other.Id) ? NotLinked
        : Both(one, other, now, id => new SamePersonUnlinked(id, reason!.Trim()));

    /// <summary>Said twice, it changes nothing.</summary>
    public static Decision Differ(Case one, Case other, string? reason, Instant now) =>
        Wrong(one, other, reason) is { Refused: not null } wrong ? wrong
        : one.SamePerson.Contains(other.Id) ? StillLinked
        : one.NotSamePerson.Contains(other.Id) ? Decision.Nothing
        : Both(one, other, now, id => new NotSamePerson(id, reason!.Trim()));

    /// <summary>
    /// A text that is equal for equal names with one birth date, whatever the case, accents and order of the words; null where name or date
    /// is not known. It is hashed before it is stored.
    /// </summary>
    public static string? NameText(string givenName, string surname, LocalDate? birthDate)
    {
        if (birthDate is not { } born || surname.Equals("unknown", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var words = Folding.Fold($"{givenName} {surname}").Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Order(StringComparer.Ordinal)) + "\n" + born.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Decision Wrong(Case one, Case other, string? reason) =>
        one.Release is null || other.Release is null ? WalkInRules.NoSuchPerson
        : one.Id == other.Id ? SameCase
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Nothing;

    private static Decision Both(Case one, Case other, Instant now, Func<CaseId, CaseEvent> made) =>
        Decision.Of(one.Id, now, made(other.Id)).And(Decision.Of(other.Id, now, made(one.Id)));
}
