using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Programmes;
using Throughline.Host.Casework;
using Throughline.Host.Parts;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

internal enum Asking { Words, Line, Day, One, Many }

/// <summary>One question of a journey. <paramref name="Missing"/> is said where nothing was answered; null: it may stay open.</summary>
internal sealed record Question(string Name, string Label, Asking How, string? Missing, string? Hint = null, IReadOnlyList<Choice>? Choices = null);

/// <summary>The case and the desk at which it is decided.</summary>
internal sealed record Table(CaseFile File, Programme Programme, Actor Who, DateTimeZone Zone, Instant Now, Func<string?, string> NameOf)
{
    public Case State => File.State;

    /// <summary>The devices that can be given out now.</summary>
    public Func<IReadOnlyList<StoredDevice>> InCupboard { get; init; } = () => [];

    /// <summary>The last day on which something that ends then still holds.</summary>
    public string LastDay(Instant ends) => Access.DeskTime.Day((ends - Duration.Epsilon).InZone(Zone).Date, Now.InZone(Zone).Date);

    public string At(Instant at) => Access.DeskTime.At(at, Zone, Now);

    public Told Told(int line) => Telling.Of(File.Events[line - 1].Event, Zone, NameOf);
}

/// <summary>What was answered, by the name of the question.</summary>
internal sealed record Answers(IReadOnlyDictionary<string, string[]> All)
{
    public string? this[string name] => All.GetValueOrDefault(name) is [{ Length: > 0 } first, ..] ? first : null;

    public IReadOnlyList<string> Each(string name) => All.GetValueOrDefault(name) ?? [];

    public LocalDate? Day(string name) => this[name] is { } text && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : null;

    public IEnumerable<int> Numbers(string name) => Each(name).Select(n => int.TryParse(n, System.Globalization.NumberStyles.None, null, out var number) ? number : 0);
}

/// <summary>One decision about the terms of a case: ask and reasons, check answers, done. The pages are drawn from this, and only the check records.</summary>
internal abstract class Journey
{
    public abstract string Title { get; }

    /// <summary>What follows, before anybody decides.</summary>
    public abstract string Follows { get; }

    /// <summary>Why the file is opened; the person reads it.</summary>
    public virtual string Purpose => "decide on the terms";

    public virtual string Button => Title;

    /// <summary>The word for the first step.</summary>
    public virtual string FirstStep => "Reasons";

    /// <summary>True: also the station does it, as long as the case is its own.</summary>
    public virtual bool AtStation => false;

    /// <summary>False: there is nothing of this kind to decide, and the page is not found.</summary>
    public abstract bool Applies(Table at);

    /// <summary>What one must know to decide.</summary>
    public virtual IEnumerable<(string Label, Markup Value)> Known(Table at) => [];

    public abstract IEnumerable<Question> Questions(Table at);

    /// <summary>What is wrong with the answers together.</summary>
    public virtual (string Name, string Sentence)? Wrong(Table at, Answers answers) => null;

    public abstract Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version);

    public abstract string Done(Answers answers);
}
