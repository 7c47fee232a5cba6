using NodaTime;
using Throughline.Casefile.Corrections;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Challenges;

/// <summary>An objection and its answer. <see cref="Line"/> and <see cref="Number"/> are version numbers in the case.</summary>
public sealed record Challenge(int Number, int Line, string Text, Instant At, Instant AnswerBy, bool? IsUpheld, string? Answer)
{
    public bool IsOpen => IsUpheld is null;
}

public static class ChallengeRules
{
    /// <summary>Open days of the office within which a challenge is answered.</summary>
    public const int OpenDays = 10;

    private const int TextAtMost = 4000;

    public static readonly Refusal TextNeeded = new("challenge-text-needed", "Write what is wrong with the line.");

    public static readonly Refusal TooLong = new("challenge-too-long", "Write at most 4,000 characters.");

    public static readonly Refusal ChallengedAlready = new("challenged-already", "This line is challenged already, and an answer is on its way.");

    public static readonly Refusal NoSuchChallenge = new("no-such-challenge", "No such challenge waits for an answer.");

    public static readonly Refusal AnswerNeeded = new("challenge-answer-needed", "Write the answer. The person reads it.");

    public static readonly Refusal OwnLine = new("own-line", "Somebody else must answer: you wrote the line that is challenged.");

    public static readonly Refusal Unanswered = new("challenge-unanswered", "The person has challenged a line of this case. Answer that first: until then nothing stricter can rest on it.");

    public static Decision Challenge(CaseFile file, int line, string? text, Office office, Instant now) =>
        line < 1 || line > file.Events.Length || file.Events[line - 1].Event is LineChallenged or ChallengeAnswered or RecordedInError ? CorrectionRules.NoSuchLine(line)
        : string.IsNullOrWhiteSpace(text) ? TextNeeded
        : text.Length > TextAtMost ? TooLong
        : file.State.Challenges.Exists(c => c.Line == line && c.IsOpen) ? ChallengedAlready
        : Decision.Of(file.State.Id, now, new LineChallenged(line, AnswerBy(office, now), text.Trim()));

    public static Decision Answer(CaseFile file, int challenge, bool isUpheld, string? answer, Actor reader, Instant now)
    {
        if (file.State.Challenges.Find(c => c.Number == challenge && c.IsOpen) is not { } open)
        {
            return NoSuchChallenge;
        }

        return string.IsNullOrWhiteSpace(answer) ? AnswerNeeded
            : file.Events[open.Line - 1].Who is var author && author.Name == reader.Name && author.Role == reader.Role ? OwnLine
            : Decision.Of(file.State.Id, now, new ChallengeAnswered(challenge, isUpheld, answer.Trim()));
    }

    /// <summary>Ten open days of the office: the time that whatever the person asks of it has.</summary>
    internal static Instant AnswerBy(Office office, Instant now)
    {
        var calendar = new OfficeCalendar(office);
        var day = now.InZone(office.Zone).Date;
        for (var left = OpenDays; left > 0; left--)
        {
            day = calendar.NextOpenDay(day.PlusDays(1));
        }

        return calendar.At(day, office.Closes);
    }
}
