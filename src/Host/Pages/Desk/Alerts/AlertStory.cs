using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Bridges;
using Throughline.Host.Parts;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Zones;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Alerts;

/// <summary>One question of the cause test with its answer in words, and where the answer is written.</summary>
internal sealed record AskedOfDevice(string Question, string Icon, string Answer, string Tone, string Found, string Where);

/// <summary>What is known around an alert, in words and as lanes. Nothing of it judges the person.</summary>
internal sealed class AlertStory(
    Alert alert, CauseFinding finding, Around around, IReadOnlyList<KeptSignal> signals, IReadOnlyList<VerdictInterval> verdicts, Wearer? wearer, IReadOnlyList<string> said, DateTimeZone zone, Instant now)
{
    private static readonly Duration Before = Duration.FromMinutes(30), Longest = Duration.FromHours(3);

    private readonly Instant _from = alert.Opened - Before;
    private readonly Instant _until = Instant.Min(now, Instant.Max(alert.Cleared ?? alert.Last, alert.Opened) + Longest);

    public string Title
    {
        get
        {
            var pointing = finding.Answers.Where(a => a.Points != CauseHint.None).ToList();
            return pointing.Count == 0 ? "No test explains it. None points to the person."
                : $"{Words(pointing.Count)} of {Words(finding.Answers.Length).ToLowerInvariant()} tests point{(pointing.Count == 1 ? "s" : "")} to {Hint(finding.Hint)}. None points to the person.";
        }
    }

    public string Sentence => string.Join(" ", Questions().Where(q => q.Tone == "open").Select(q => q.Found)) is { Length: > 0 } found
        ? found
        : "What is not known counts for nobody. Ask the person before anything else.";

    /// <summary>As it is kept with the closed alert.</summary>
    public string Kept => $"{Title} {Sentence}";

    public IEnumerable<AskedOfDevice> Questions() => finding.Answers.Select(a => a.Question switch
    {
        CauseQuestion.FeedUp => Of(a, "Was the device feed up?", a.Answer == CauseAnswerKind.NotKnown ? "No gateway of this process heard the device." : a.Answer == CauseAnswerKind.Yes ? "Devices of the same way in were heard." : "The whole way in was silent: a fault of ours.", "Feed health"),
        CauseQuestion.OthersSilent => Of(a, "Did others fall silent too?", around.Others.Silent == 0 ? "No other device within ten minutes." : $"{around.Others.Silent:N0} of {around.Others.All:N0} within ten minutes.", "Feed health"),
        CauseQuestion.Charging => Of(a, "Was it being charged?", around.ChargingAt is { } c ? $"The charger came on {Apart(c)}." : "No charger was reported around it.", "Device record"),
        CauseQuestion.BatteryEmpty => Of(a, "Was the battery empty?", around.Battery is { } b ? FormattableString.Invariant($"{b:0} % was the last that we heard before it.") : "The device had said nothing of its battery.", "Device record"),
        CauseQuestion.JammingReported => Of(a, "Jamming reported?", a.Answer == CauseAnswerKind.Yes ? "The device reported it in the half hour before." : "None in the half hour before.", "Device record"),
        CauseQuestion.CellBad => Of(a, "Is the area known for gaps?", a.Answer == CauseAnswerKind.NotKnown ? "Nobody keeps a list of dead areas here." : a.Answer == CauseAnswerKind.Yes ? "The cell that it was last heard in is known for gaps." : "Its last cell is not known for gaps.", "Dead areas"),
        CauseQuestion.ModelOften => Of(
            a, "Does this model do this?", around.Model.Closed == 0 ? "No such alert of this model was closed in 90 days."
                : $"{around.Model.False:N0} of {around.Model.Closed:N0} {AlertWords.Short(alert.Kind).ToLowerInvariant()} alerts{(wearer is null ? "" : $" of {wearer.Unit.Model}, firmware {wearer.Unit.Firmware},")} in 90 days were the device’s.", "Model record", often: true),
        _ => Of(a, "What does the person say?", said.Count > 0 ? $"“{said[^1]}”" : "No message has come in since.", "Messages", says: true),
    });

    public Markup Picture() => Lanes.Draw(
        "The minutes around the alert", Clocks(), Share(alert.Opened), Share(alert.Cleared ?? _until), [.. Rows()]);

    private IEnumerable<LaneRow> Rows()
    {
        yield return new LaneRow(AlertWords.Short(alert.Kind), [new LanePiece(Share(alert.Opened), Share(alert.Cleared ?? _until), "did", $"{AlertWords.Title(alert.Kind)}, {Clock(alert.Opened)}{(alert.Cleared is { } c ? "–" + Clock(c) : "")}")], "");
        if (alert.Kind != AlertKind.Battery)
        {
            yield return new LaneRow("Charger", Spans(SignalKind.Charging, SignalKind.NotCharging, "charging from"), "not reported");
        }

        yield return new LaneRow("Battery", [.. signals.Where(s => s.Kind == SignalKind.BatteryLow).Select(s => new LanePiece(Share(s.Occurred), Share(s.Occurred), "no", s.Value > 0 ? FormattableString.Invariant($"{s.Value:0} %") : "low"))], "nothing reported");
        if (alert.Kind != AlertKind.Contact)
        {
            yield return new LaneRow("Contact", Spans(SignalKind.ContactLost, SignalKind.ContactBack, "none from"), "without a gap");
        }

        foreach (var place in verdicts.Where(v => v.Cause != UnknownCause.NotAsked).GroupBy(v => v.Zone))
        {
            yield return new LaneRow(
                wearer?.Zones.FirstOrDefault(z => z.Id == place.Key)?.Name ?? "Zone",
                [.. place.Select(v => new LanePiece(Share(v.From), Share(v.Until), v.Verdict switch { Verdict.In => "in", Verdict.Out => "out", _ => "unk" }, Share(v.Until) - Share(v.From) > 0.08 ? v.Verdict.ToString().ToUpperInvariant() : ""))], "");
        }
    }

    private LanePiece[] Spans(SignalKind begins, SignalKind ends, string words) =>
        [.. signals.Where(s => s.Kind == begins).Select(s => new LanePiece(Share(s.Occurred), Share(signals.FirstOrDefault(e => e.Kind == ends && e.Occurred > s.Occurred)?.Occurred ?? _until), "did", $"{words} {Clock(s.Occurred)}"))];

    private IEnumerable<(double At, string Words)> Clocks()
    {
        var step = (_until - _from) / 5;
        for (var i = 0; i <= 5; i++)
        {
            yield return (i / 5.0, Clock(_from + step * i));
        }
    }

    private static AskedOfDevice Of(CauseAnswer a, string question, string found, string where, bool often = false, bool says = false) =>
        a.Points != CauseHint.None ? new(question, says ? "mail" : "open", often ? "Often" : says ? "Answered" : a.Answer == CauseAnswerKind.No ? "No" : "Yes", "open", found, where)
        : new(question, a.Answer == CauseAnswerKind.NotKnown ? "ring" : "tick", a.Answer switch { CauseAnswerKind.Yes => "Yes", CauseAnswerKind.No => says ? "Not yet" : "No", _ => "Not known" }, a.Answer == CauseAnswerKind.NotKnown ? "" : "done", found, where);

    private string Apart(Instant at) => at <= alert.Opened ? $"{AlertWords.Length(alert.Opened - at)} before" : $"{AlertWords.Length(at - alert.Opened)} after";

    private static string Hint(CauseHint hint) => hint switch
    {
        CauseHint.Feed => "our feed",
        CauseHint.ManySilent => "the network",
        CauseHint.Charger => "the charger",
        CauseHint.Battery => "the battery",
        CauseHint.Jamming => "radio jamming",
        CauseHint.BadCell => "a dead area",
        CauseHint.Model => "the model",
        _ => "what the person wrote",
    };

    private static string Words(int n) => n switch { 1 => "One", 2 => "Two", 3 => "Three", 4 => "Four", 5 => "Five", 6 => "Six", 7 => "Seven", 8 => "Eight", _ => n.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private string Clock(Instant at) => DeskTime.Clock(at, zone);

    private double Share(Instant at) => Math.Clamp((at - _from) / (_until - _from), 0, 1);
}
