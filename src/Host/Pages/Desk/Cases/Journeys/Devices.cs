using System.Globalization;
using Throughline.Casefile;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases.Journeys;

/// <summary>A journey about the device that an order asks for: at the station before the hand-off, or at the office.</summary>
internal abstract class DeviceJourney : Journey
{
    protected const string Serial = "Serial", Condition = "Condition", Note = "Note";

    public override string Purpose => "see to a device";

    public override string FirstStep => "Answers";

    public override bool AtStation => true;

    public override bool Applies(Table at) =>
        at.State is { Order.Technology: Levels.Device, OrderHasEnded: false, Closed: null, SuspendedAt: null, Release.IsMinor: false } && at.Now < at.State.Order.Ends;

    public override IEnumerable<(string Label, Markup Value)> Known(Table at)
    {
        if (at.State.Order is { } order)
        {
            yield return ("The order", $"{Levels.Words(order.Technology)}. It ends by itself {at.LastDay(order.Ends)}.");
        }

        if (at.State.Devices.Screen is { } screen)
        {
            yield return ("Health screen", $"{HealthRules.Words(screen.Yes)}, {at.At(screen.At)}{(screen.IsAllowed ? ". Allowed in spite of that by a superior" : "")}");
        }

        if (at.State.Devices.Current is { } device)
        {
            yield return ("Device", $"{device.Label}, {device.Model}, {(device.FittedAt is { } fitted ? "fitted " + at.At(fitted) : "not fitted yet")}");
        }
    }

    protected static Question AskSerial(Table at)
    {
        var units = at.InCupboard();
        return new(
            Serial, "Which device?", units.Count > 12 ? Asking.Line : Asking.One, DeviceRules.NoSuchUnit.Sentence,
            units.Count == 0 ? "No device is in the cupboard. An administrator adds them." : units.Count > 12 ? "Its serial number, as it is written on it." : null,
            units.Count > 12 ? null : [.. units.Select(u => new Choice(u.Serial, u.Serial, at.Programme.Devices.Find(u.Model)?.Name ?? u.Model, at.Programme.Devices.Find(u.Model) is null ? "The programme no longer has this model." : null))]);
    }

    protected static Question AskCondition() => new(Condition, "In what state did it come back?", Asking.One, DeviceRules.ConditionNeeded.Sentence, Choices: [.. DeviceRules.Conditions.Select(c => new Choice(c.Code, c.Words))]);
}

internal sealed class ScreenHealth : DeviceJourney
{
    private const string Yes = "Yes", None = "none";

    public override string Title => "Ask the health questions";

    public override string Button => "Record the answers";

    public override string Follows => "Nobody wears what harms them. A yes leads to milder terms, or to a superior’s signature. The answers are the person’s: kept sealed, and read by those who see to the device.";

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Yes, "What does the person say, and what do you see?", Asking.Many, "Choose what applies, or that nothing speaks against it.", "Ask each question.", [.. HealthRules.Questions.Select(q => new Choice(q.Code, q.Words)), new(None, "Nothing of this")]),
        new(Note, "What must whoever fits it know?", Asking.Words, null, "Leave it empty where there is nothing more."),
    ];

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        answers.Each(Yes).Contains(None) && answers.Each(Yes).Count > 1 ? (Yes, "Choose what applies, or that nothing of this does: not both.") : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) =>
        acts.Devices.ScreenAsync(at.Who, at.State.Id, answers.Each(Yes).Where(y => y != None), answers[Note], version);

    public override string Done(Answers answers) => answers.Each(Yes).Contains(None) ? "Nothing speaks against a device." : "The answers speak against a device. Make the terms milder, or ask a superior.";
}

internal sealed class DeviceDespiteHealth : DeviceJourney
{
    private const string Reasons = "Reasons";

    public override string Title => "Ask a superior to allow a device";

    public override string Button => "Ask the superior";

    public override string FirstStep => "Reasons";

    public override bool AtStation => false;

    public override string Follows => "The health screen speaks against it. Milder terms take one signature; a device in spite of it takes your reasons and a supervisor’s. The person is told.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Devices.Screen is { LetsThrough: false };

    public override IEnumerable<Question> Questions(Table at) =>
        [new(Reasons, "Your reasons", Asking.Words, MissRules.ReasonNeeded.Sentence, "The person reads them in the file."), new(Ask.Means, "Which less intrusive means were considered, and why is none of them enough?", Asking.Words, RenewalRules.MeansNeeded.Sentence)];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.ProposeDespiteAsync(at.Who, at.State.Id, answers[Reasons], answers[Ask.Means], version);

    public override string Done(Answers answers) => "A supervisor is asked to sign. Until then no device is worn.";
}

internal sealed class AssignDevice : DeviceJourney
{
    public override string Title => "Assign a device";

    public override string Follows => "It belongs to this order from now on, and travels with the hand-off where that is still to come. Nothing is collected before it is fitted.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Devices is { Current: null, Screen.LetsThrough: true };

    public override IEnumerable<Question> Questions(Table at) => [AskSerial(at)];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.AssignAsync(at.Who, at.State.Id, answers[Serial], version);

    public override string Done(Answers answers) => "The device is assigned. It collects nothing before it is fitted.";
}

internal sealed class FitDevice : DeviceJourney
{
    private const string Where = "Where", By = "By", Checked = "Checked";

    public override string Title => "Fit the device";

    public override string Button => "Record the fitting";

    public override string Follows => "From now on it collects what the order names, and nothing else. Explain it first: that is the enrolment.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Devices.Current is { FittedAt: null };

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Where, "Where was it fitted?", Asking.Line, DeviceRules.PlaceNeeded.Sentence, "The office and the room, or the place of a visit."),
        new(By, "Who fitted it?", Asking.Line, DeviceRules.FitterNeeded.Sentence),
        new(Checked, "How was it checked?", Asking.One, DeviceRules.CheckNeeded.Sentence, Choices: [.. DeviceRules.Checks.Select(c => new Choice(c.Code, c.Words))]),
    ];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.FitAsync(at.Who, at.State.Id, answers[Where], answers[By], answers[Checked], version);

    public override string Done(Answers answers) => "The fitting is recorded. The device collects what the order names from now on.";
}

internal sealed class ConfirmDevice : DeviceJourney
{
    private const string Seen = "Seen";

    public override string Title => "The device is here";

    public override string Button => "Record it";

    public override bool AtStation => false;

    public override string Follows => "A station assigned it, and it travelled with the person. Where it is not here, record its loss instead: that counts against nobody.";

    public override bool Applies(Table at) => at.State.Devices.Current is { IsConfirmed: false } && at.State.Closed is null;

    public override IEnumerable<Question> Questions(Table at) =>
        [new(Seen, "What did you see?", Asking.One, "Say that you have seen the device.", Choices: [new("seen", $"Device {at.State.Devices.Current?.Label}: the number on it is the same")])];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.ConfirmAsync(at.Who, at.State.Id, version);

    public override string Done(Answers answers) => "The device is confirmed.";
}

internal sealed class ReturnDevice : DeviceJourney
{
    public override string Title => "The device came back";

    public override string Button => "Record the return";

    public override string Follows => "It collects nothing more. It can be given out again unless it is broken.";

    public override bool Applies(Table at) => at.State.Devices.Current is not null;

    public override IEnumerable<Question> Questions(Table at) => [AskCondition(), new(Note, "What else?", Asking.Words, null, "Leave it empty where there is nothing more.")];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.ReturnAsync(at.Who, at.State.Id, answers[Condition], answers[Note], version);

    public override string Done(Answers answers) => "The return is recorded.";
}

internal sealed class LoseDevice : DeviceJourney
{
    public override string Title => "The device is lost";

    public override string Button => "Record the loss";

    public override string Follows => "It collects nothing more, and is out of use until somebody finds it. A lost thing counts against nobody.";

    public override bool Applies(Table at) => at.State.Devices.Current is not null;

    public override IEnumerable<Question> Questions(Table at) => [new(Note, "What is known of it?", Asking.Words, MissRules.ReasonNeeded.Sentence, "The person reads it in the file.")];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.LoseAsync(at.Who, at.State.Id, answers[Note], version);

    public override string Done(Answers answers) => "The loss is recorded. It counts against nobody.";
}

internal sealed class ReplaceDevice : DeviceJourney
{
    public override string Title => "Replace the device";

    public override string Follows => "One comes back and another is assigned, in one act. The new one collects nothing before it is fitted.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Devices is { Current: not null, Screen.LetsThrough: true };

    public override IEnumerable<Question> Questions(Table at) => [AskCondition(), new(Note, "Why is it replaced?", Asking.Words, null), AskSerial(at)];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.ReplaceAsync(at.Who, at.State.Id, answers[Serial], answers[Condition], answers[Note], version);

    public override string Done(Answers answers) => "The device is replaced. The new one is to be fitted.";
}

/// <summary>What the device collects: less takes one signature, more takes lines and a second person. One page, and the answer says which it is.</summary>
internal sealed class ChangeCollection : DeviceJourney
{
    private const string Interval = "Interval", Days = "Days", Hours = "Hours", Reasons = "Reasons";

    public override string Title => "Change what the device collects";

    public override string Button => "Go on";

    public override string FirstStep => "Reasons";

    public override bool AtStation => false;

    public override string Follows => "Less takes your signature and holds at once. More takes lines that stand, what milder was tried, and a supervisor’s signature.";

    public override bool Applies(Table at) => base.Applies(at) && at.State.Devices.Collection is not null;

    public override IEnumerable<(string Label, Markup Value)> Known(Table at) => [.. base.Known(at), ("Now", DeviceTelling.Change(null, at.State.Devices.Collection, at.Zone))];

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Interval, "How often does it report?", Asking.One, "Choose how often.", Choices: [.. at.Programme.Devices.Intervals.Select(i => new Choice(i.ToString(CultureInfo.InvariantCulture), $"Every {i} seconds"))]),
        new(Days, "For how many days are positions kept?", Asking.Line, "Say for how many days.", $"At most {at.Programme.Devices.RawDaysAtMost}. What was concluded from them stays."),
        new(Hours, "In which hours may it collect at all?", Asking.Line, null, "As Mon-Fri 22:00-06:00, several apart by semicolons. Leave it empty for all hours."),
        new(Reasons, "Your reasons", Asking.Words, MissRules.ReasonNeeded.Sentence, "The person reads them in the file."),
        Ask.Grounds(at) with { Missing = null, Hint = "Only where more is collected." },
        Ask.MeansTried() with { Missing = null, Hint = "Only where more is collected." },
    ];

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) =>
        WeekText.Read(answers[Hours]) is null ? (Hours, ZoneTermsRules.HoursUnreadable.Sentence)
        : !at.Programme.Devices.Intervals.Contains(Terms(answers).IntervalSeconds) || Terms(answers).RawDays < 1 || Terms(answers).RawDays > at.Programme.Devices.RawDaysAtMost ? (Days, ZoneTermsRules.CollectionOutside(at.Programme.Devices).Sentence)
        : IsMilder(at, answers) ? null
        : answers.Each(Ask.Lines).Count == 0 ? (Ask.Lines, "This collects more. " + Casefile.Decisions.GroundRules.GroundNeeded.Sentence)
        : answers[Ask.Means] is null ? (Ask.Means, MissRules.MeansNeeded.Sentence)
        : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => IsMilder(at, answers)
        ? acts.Devices.EaseTermsAsync(at.Who, at.State.Id, null, Terms(answers), answers[Reasons], version)
        : acts.Devices.ProposeTermsAsync(at.Who, at.State.Id, null, Terms(answers), [.. answers.Numbers(Ask.Lines)], answers[Reasons], answers[Ask.Means], version);

    public override string Done(Answers answers) => "It is recorded. What is milder holds now; what is stricter waits for a supervisor.";

    private static bool IsMilder(Table at, Answers answers) => ZoneTermsRules.IsAtMost(at.State, null, Terms(answers));

    private static CollectionTerms Terms(Answers answers) => new(answers.Numbers(Interval).FirstOrDefault(), answers.Numbers(Days).FirstOrDefault(), WeekText.Written(answers[Hours]) is { Length: > 0 } hours ? hours : null);
}

internal sealed class NotePlace : Journey
{
    private const string Kind = "Kind", Name = "Name", Where = "Where";

    public override string Title => "Note a place of daily life";

    public override string Button => "Note it";

    public override string FirstStep => "Answers";

    public override string Follows => "So that whoever draws a zone sees what it would close. Nothing is watched there, and the person sees the list.";

    public override bool Applies(Table at) => at.State is { Order.Technology: Levels.Device, OrderHasEnded: false, Closed: null };

    public override IEnumerable<Question> Questions(Table at) =>
    [
        new(Kind, "What is it?", Asking.One, "Choose what it is.", Choices: [.. PlaceKinds.All.Select(k => new Choice(k.Code, k.Words))]),
        new(Name, "Name", Asking.Line, "Write how it is called.", "As the person calls it."),
        new(Where, "Where is it?", Asking.Line, ZoneTermsRules.PlaceUnreadable.Sentence, "Latitude and longitude in degrees: 39.7392, -104.9903."),
    ];

    public override (string Name, string Sentence)? Wrong(Table at, Answers answers) => ZoneTermsRules.Position(answers[Where]) is null ? (Where, ZoneTermsRules.PlaceUnreadable.Sentence) : null;

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.NotePlaceAsync(at.Who, at.State.Id, answers[Kind], answers[Name], answers[Where], version);

    public override string Done(Answers answers) => "The place is noted. Nothing is watched there.";
}

internal sealed class ForgetPlace : Journey
{
    private const string Which = "Which";

    public override string Title => "Take out a place";

    public override string FirstStep => "Answers";

    public override string Follows => "It is no longer looked at when a zone is drawn.";

    public override bool Applies(Table at) => at.State.Devices.Places.Count > 0;

    public override IEnumerable<Question> Questions(Table at) =>
        [new(Which, "Which place?", Asking.One, "Choose the place.", Choices: [.. at.State.Devices.Places.Select(p => new Choice(p.Id.ToString(), p.Name, PlaceKinds.Words(p.Kind)))])];

    public override Task<Outcome> RecordAsync(TermsActs acts, Table at, Answers answers, int version) => acts.Devices.ForgetPlaceAsync(at.Who, at.State.Id, Guid.Parse(answers[Which]!), version);

    public override string Done(Answers answers) => "The place is taken out.";
}
