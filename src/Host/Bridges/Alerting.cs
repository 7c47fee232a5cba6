using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Alerts;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Zones;
using Throughline.Storage;
using Throughline.Storage.Log;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Bridges;

/// <summary>
/// Takes what the shards saw. One act of the one door: signals, incidents and the wearer's messages are on the disk together when it
/// answers. Nothing of it enters the case until a person has looked.
/// </summary>
internal sealed class Alerting(Installation installation, IWearers wearers, IFeeds feeds, AlertChanges changes) : ISignals, IVerdicts
{
    private const int ToldAtOnce = 50, RawDaysNotKnown = 7;

    private static readonly Actor Devices = Actor.Machine("devices");
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions().ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    private readonly Surroundings _surroundings = new(installation.Store, wearers, feeds);
    private Instant _erasedAt = Instant.MinValue;

    public AlertPolicies Policies { get; } = AlertWords.PoliciesOf(installation.Programme.Alerts);

    public async Task TakeAsync(IReadOnlyList<Signal> signals, CancellationToken stop)
    {
        await installation.Recorder.RecordAsync(Devices, (scene, now) =>
        {
            var table = new AlertTable(scene.Sql);
            foreach (var signal in signals)
            {
                Take(scene, table, signal, now);
            }

            return Decision.Nothing;
        });
        changes.Raise();
    }

    public Task TakeAsync(IReadOnlyList<VerdictRevision> revisions, CancellationToken stop) => installation.Recorder.RecordAsync(Devices, (scene, _) =>
    {
        foreach (var revision in revisions)
        {
            VerdictTable.Put(scene.Sql, revision);
        }

        return Decision.Nothing;
    });

    /// <summary>What the passing of time asks for: the desk is told of what the wearer did not settle, once its cause was looked for. Safe in several processes.</summary>
    public async Task SweepAsync(CancellationToken stopping = default)
    {
        var now = installation.Clock.GetCurrentInstant();
        foreach (var waiting in _surroundings.ToTell(now, ToldAtOnce))
        {
            stopping.ThrowIfCancellationRequested();
            var finding = FindingOf(waiting);
            await ChangeAsync(waiting.Number, (alert, at) => Policies.Kinds.TryGetValue(alert.Kind, out var policy) ? AlertRules.Tell(alert, finding, policy, at) : null);
        }

        if (now - _erasedAt > Duration.FromMinutes(10))
        {
            AlertTable.EraseEvidence(installation.Store, now);
            _erasedAt = now;
        }
    }

    /// <summary>The questions that come before anybody is told, asked now.</summary>
    public CauseFinding FindingOf(Alert alert) => CauseTest.Ask(alert.Kind, _surroundings.Of(alert, installation.Cases.Load(new CaseId(alert.Case))));

    public Around AroundOf(Alert alert, CaseFile? file) => _surroundings.Of(alert, file);

    public Task AcknowledgeAsync(long number) => ChangeAsync(number, AlertRules.Acknowledge);

    /// <summary>Closed by a person: the incident and the line of the case are one act.</summary>
    /// <param name="found">What the cause test had found, as the person saw it.</param>
    public async Task<Outcome> CloseAsync(Actor who, long number, string? cause, string? reasons, string? evidence, string found, int? expectedVersion)
    {
        if (new AlertReading(installation.Store).Find(number) is not { } seen)
        {
            return new Outcome([], Refusals.NoSuchCase);
        }

        var outcome = await installation.Recorder.RecordAsync(who, new CaseId(seen.Case), expectedVersion, (scene, file, now) =>
        {
            var table = new AlertTable(scene.Sql);
            if (table.Find(number) is not { } alert || AlertRules.Close(alert, cause ?? "", now) is not { } closed)
            {
                return AlertClosing.ClosedAlready;
            }

            var line = new AlertClosed(number, AlertWords.NameOf(alert.Kind), alert.Opened, alert.Cleared, cause ?? "", "", "", found, reasons ?? "");
            var decision = AlertClosing.Close(file, line, installation.Programme.Alerts, evidence, now);
            if (decision.Events is [{ Event: AlertClosed of }])
            {
                table.Put(closed, UnitOf(closed));
                table.Side(number, of.Side);
            }

            return decision;
        }, evidence: string.IsNullOrWhiteSpace(evidence) ? null : evidence.Trim());
        changes.Raise();
        return outcome;
    }

    /// <summary>The fixes of an incident, oldest first, as long as they may be kept.</summary>
    public IReadOnlyList<Throughline.Monitoring.Protocols.Fix> EvidenceOf(Alert alert) =>
        [.. new AlertReading(installation.Store).Evidence(alert).SelectMany(e => JsonSerializer.Deserialize<Throughline.Monitoring.Protocols.Fix[]>(e, Json) ?? [])];

    private async Task ChangeAsync(long number, Func<Alert, Instant, Alert?> rule)
    {
        await installation.Recorder.RecordAsync(Devices, (scene, now) =>
        {
            var table = new AlertTable(scene.Sql);
            if (table.Find(number) is { } alert && rule(alert, now) is { } changed)
            {
                table.Put(changed, UnitOf(changed));
            }

            return Decision.Nothing;
        });
        changes.Raise();
    }

    private void Take(Scene scene, AlertTable table, Signal signal, Instant now)
    {
        var id = new CaseId(signal.Case);
        if (table.IsKnown(signal) || scene.Find(id) is not { State: { Erased: null } state })
        {
            return;
        }

        var wearer = wearers.Of(signal.Assignment);
        var zone = wearer?.TimeZone ?? installation.Programme.Offices.GetValueOrDefault(state.Handoff.Office ?? "")?.Zone ?? DateTimeZone.Utc;
        var kind = AlertRules.Opens(signal.Kind) ?? AlertRules.Clears(signal.Kind);
        var last = kind is { } k ? table.Newest(signal.Assignment, k, signal.Zone) : null;
        var changed = AlertRules.On(last, signal, Policies, zone);
        if (changed is not null)
        {
            changed = table.Put(changed, UnitOf(changed));
            Tell(scene, last, changed, now);
        }

        table.Keep(signal, changed?.Number, Seal(scene, signal), signal.Received + Duration.FromDays(wearer?.RawDays ?? RawDaysNotKnown));
    }

    /// <summary>The wearer's message goes with the incident, and is taken back where the device says in time that it is over.</summary>
    private static void Tell(Scene scene, Alert? before, Alert after, Instant now)
    {
        var (id, message) = (new CaseId(after.Case), WearerWords.Of(after.Kind));
        if (message is null)
        {
            return;
        }

        if (after.State == AlertState.Settled && before?.State == AlertState.Waiting)
        {
            scene.Withdraw(id, message, now);
        }
        else if (before?.Number != after.Number && after.WearerAt is { } at)
        {
            scene.Write(new Recording(Devices, now), [], [new OutboxEntry(FormattableString.Invariant($"{message}:{id.Number}:{after.Number}"), id, message, InstantPattern.ExtendedIso.Format(after.Opened), at)]);
        }
    }

    private static byte[]? Seal(Scene scene, Signal signal) =>
        signal.Evidence.Count > 0 && new CaseLog(scene.Sql, scene.Key).KeyOf(new CaseId(signal.Case)) is { } key
            ? InstallationKey.Seal(key, JsonSerializer.SerializeToUtf8Bytes(signal.Evidence, Json), "evidence"u8)
            : null;

    private UnitMark UnitOf(Alert alert) => wearers.Of(alert.Assignment)?.Unit ?? UnitMark.NotKnown;
}
