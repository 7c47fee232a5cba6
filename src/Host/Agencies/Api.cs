using System.Text.Json;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Releases;
using Throughline.Casefile.WalkIns;
using Throughline.Host.Casework;

namespace Throughline.Host.Agencies;

/// <summary>The fields of the releases file as JSON. Fields that are not named here are kept as they came.</summary>
internal sealed record ReleaseFields(
    string RecordId, string Surname, string ReleasedAt, string Station, string Pathway, string? GivenName, string? BirthDate, string? Sex, string? Nationality,
    string? Language, string? InterpreterNeeded, string? ANumber, string? FamilyUnitId, string? AddressLine, string? Unit, string? City, string? State,
    string? PostalCode, string? Phone, string? AmendedAt);

/// <summary>The fields of the reports file as JSON.</summary>
internal sealed record ReportFields(
    string? RecordId, string ReportedAt, string Channel, string? NoticeToAppearServedAt, string? NoticeToAppearFiledAt, string? GivenName, string? Surname,
    string? BirthDate, string? ANumber);

/// <param name="At">When it happened, with offset; now when it is left out.</param>
internal sealed record NoticeFact(string? At, string? How, string? Reference, string? Language, string? Interpreter, string? HowChecked);

internal sealed record HandoffAnswer(string? Office, string? Code, string? Text, string? Reason);

/// <param name="From">The office that acts; the responsible one when it is left out.</param>
internal sealed record TransferRequest(string? From, string? Office, string? Code, string? Text, string? Reason);

internal sealed record HearingFields(string HearingId, string RecordId, string At, string Zone, string Court, string? Room);

internal sealed record HearingOutcome(string Outcome, string? Note, string? At);

/// <summary>The machine API. Every answer of a rule's refusal is a problem (RFC 9457) whose type is the refusal's code.</summary>
internal static class Api
{
    private static readonly string[] States = [.. Enum.GetValues<HandoffState>().Select(s => s.ToString().ToLowerInvariant())];

    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api").AddEndpointFilter<ApiGate>().DisableAntiforgery().ProducesProblem(401).ProducesProblem(403);
        Releases(api);
        Handoffs(api);
        ApiTransfers.Map(api);
        Reports(api);
        Hearings(api);
    }

    private static void Releases(RouteGroupBuilder api)
    {
        api.MapPost("/releases", async (Dictionary<string, JsonElement> body, HttpContext http, SubmissionReader reader, Releasing releasing, Installation installation) =>
        {
            var (fields, fault) = JsonText.Fields(body);
            var (submission, unfit) = fault is null ? reader.Read(fields, new Source("api:" + Who(http).Name, 0)) : (null, fault);
            fault ??= unfit;
            if (submission is null)
            {
                return Problems.Of(fault!);
            }

            var outcome = await releasing.RecordAsync(Who(http), submission, sendsHandoff: false);
            if (outcome.Refused is { } refusal)
            {
                return Problems.Of(refusal);
            }

            var view = View.Release(installation.Cases.ByRecord(submission.Record.RecordId)!.State);
            return outcome.Changed ? Results.Created($"/api/releases/{Uri.EscapeDataString(submission.Record.RecordId)}", view) : Results.Ok(view);
        }).Scope(ApiScopes.Releases).Accepts<ReleaseFields>("application/json").Says("Records a release. The same record again changes nothing; a later amendedAt corrects it.", 201);

        api.MapGet("/releases/{recordId}", async (string recordId, HttpContext http, Installation installation) =>
            installation.Cases.ByRecord(recordId) is { } file ? await Opened(installation, http, file, View.Release(file.State)) : Problems.Of(Refusals.NoSuchRecord))
            .Scope(ApiScopes.Releases).Says("One release as it stands.");

        api.MapPost("/releases/{recordId}/notice-served", (string recordId, NoticeFact fact, HttpContext http, Installation installation, Noticing noticing) =>
            OnRecord(installation, recordId, async file =>
            {
                // A child without an adult is on no pathway, and gets no paper.
                return installation.Programme.Pathways.TryGetValue(file.State.Release?.Pathway ?? "", out var pathway)
                    ? await NoticeAsync(installation, noticing, http, file, pathway.NoticeKind, "served", fact)
                    : Problems.Of(new Refusal("no-notice", "This person is on no pathway, and gets no notice."));
            })).Scope(ApiScopes.Releases, ApiScopes.Notices).Says("The household got the notice of its pathway.");

        api.MapPost("/releases/{recordId}/handoff", (string recordId, HttpContext http, Installation installation, Releasing releasing) =>
            OnRecord(installation, recordId, async file => Answer(installation, recordId, await releasing.SendAsync(Who(http), file.State.Id))))
            .Scope(ApiScopes.Releases, ApiScopes.Handoffs).Says("Sends the hand-off of the household, or sends it again after a return.");

        api.MapPost("/notices/{recordId}/{kind}/{fact:regex(^(served|filed|known)$)}", (string recordId, string kind, string fact, NoticeFact body, HttpContext http, Installation installation, Noticing noticing) =>
            OnRecord(installation, recordId, file => NoticeAsync(installation, noticing, http, file, kind, fact, body)))
            .Scope(ApiScopes.Notices).Says("A notice was served, filed or known: three facts, each on its own.");
    }

    private static void Handoffs(RouteGroupBuilder api)
    {
        api.MapGet("/handoffs/{recordId}", async (string recordId, HttpContext http, Installation installation) =>
            installation.Cases.ByRecord(recordId) is { } file
                ? await Opened(installation, http, file, View.Handoff(file.State, installation.Clock.GetCurrentInstant()))
                : Problems.Of(Refusals.NoSuchRecord))
            .Scope(ApiScopes.Handoffs).Says("Where responsibility stands, and what is due.");

        api.MapGet("/handoffs", (string? office, string? state, string? after, int? limit, Installation installation) =>
        {
            var atMost = Math.Clamp(limit ?? 50, 1, 200);
            var cursor = default(CaseId);
            var fault = after is not null && !CaseId.TryParse(after, out cursor) ? new FieldFault("after", "no-such-cursor", "after is no cursor. Give the value of next, or leave it out for the beginning.")
                : office is not null && !installation.Programme.Offices.ContainsKey(office) ? new FieldFault("office", "unknown-office", "office is not in the programme.")
                : state is not null && !States.Contains(state) ? new FieldFault("state", "unknown-state", $"state is one of {string.Join(", ", States)}.")
                : null;
            if (fault is not null)
            {
                return Problems.Of(fault);
            }

            var from = cursor.Number;
            var list = installation.Cases.List(
                "c.kind = 'release' and c.case_id > @p0 and (cast(@p1 as text) is null or c.office = @p1) and (cast(@p2 as text) is null or c.handoff = @p2) order by c.case_id", atMost, from, office, state);
            return Results.Ok(new
            {
                items = list.Select(c => new { recordId = c.Card.RecordId, state = c.Handoff, office = c.Office, code = c.HandoffCode, sentAt = View.At(c.SentAt), answerBy = View.At(c.AnswerBy), isProtected = c.Card.IsProtected }),
                next = list.Count == atMost ? list[^1].Id.ToString() : null,
            });
        }).Scope(ApiScopes.Handoffs).Says("Hand-offs by office and state, paged by cursor: give `next` as `after`.");

        api.MapPost("/handoffs/{recordId}/accept", (string recordId, HandoffAnswer answer, HttpContext http, Installation installation, Receiving receiving) =>
            OnRecord(installation, recordId, async file => Answer(
                installation, recordId, await receiving.AcceptAsync(Who(http), file.State.Id, answer.Office ?? file.State.Handoff.Office ?? ""))))
            .Scope(ApiScopes.Handoffs).Says("The receiving office accepts the household: from here on it is responsible.");

        api.MapPost("/handoffs/{recordId}/return", (string recordId, HandoffAnswer answer, HttpContext http, Installation installation, Receiving receiving) =>
            OnRecord(installation, recordId, async file => Answer(
                installation, recordId,
                await receiving.ReturnAsync(Who(http), file.State.Id, answer.Office ?? file.State.Handoff.Office ?? "", answer.Code ?? "", answer.Text))))
            .Scope(ApiScopes.Handoffs).Says("The receiving office returns the household with a code.");

        api.MapPost("/handoffs/{recordId}/withdraw", (string recordId, HandoffAnswer answer, HttpContext http, Installation installation, Releasing releasing) =>
            OnRecord(installation, recordId, async file => Answer(installation, recordId, await releasing.WithdrawAsync(Who(http), file.State.Id, answer.Reason))))
            .Scope(ApiScopes.Handoffs).Says("The station withdraws the hand-off with a reason.");
    }

    private static void Reports(RouteGroupBuilder api) =>
        api.MapPost("/reports", async (Dictionary<string, JsonElement> body, HttpContext http, ReportReader reader, Reporting reporting) =>
        {
            var (fields, fault) = JsonText.Fields(body);
            var (told, unfit) = fault is null ? reader.Read(fields) : (null, fault);
            fault ??= unfit;
            if (told is null)
            {
                return Problems.Of(fault!);
            }

            var outcome = await reporting.RecordAsync(Who(http), told);
            var view = new { recorded = outcome.Changed, unmatched = outcome.Events.Any(e => e.Event is WalkInKept) };
            return outcome.Refused is { } refusal ? Problems.Of(refusal) : outcome.Changed ? Results.Json(view, statusCode: 201) : Results.Ok(view);
        }).Scope(ApiScopes.Reports).Accepts<ReportFields>("application/json").Says("A person reported. A record number that nobody knows is kept and matched later.", 201);

    private static void Hearings(RouteGroupBuilder api)
    {
        api.MapPost("/hearings", (HearingFields hearing, HttpContext http, Installation installation, Noticing noticing) =>
            OnRecord(installation, hearing.RecordId, async file =>
            {
                var (at, fault) = SubmissionReader.InstantWithOffset(hearing.At ?? "", "at");
                if (fault is not null)
                {
                    return Problems.Of(fault);
                }

                if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(hearing.Zone ?? "") is null)
                {
                    return Problems.Of(new FieldFault("zone", "unknown-zone", $"zone '{hearing.Zone}' is no time zone. Write it as America/Denver."));
                }

                if (string.IsNullOrWhiteSpace(hearing.HearingId) || string.IsNullOrWhiteSpace(hearing.Court))
                {
                    return Problems.Of(new FieldFault("hearingId", "value-missing", "hearingId and court must be given."));
                }

                var outcome = await noticing.SetHearingAsync(Who(http), file.State.Id, new HearingSet(hearing.HearingId, at!.Value.ToInstant(), hearing.Zone!, hearing.Court, hearing.Room));
                return outcome.Refused is { } refusal ? Problems.Of(refusal) : Results.Json(new { hearing.HearingId, hearing.RecordId }, statusCode: outcome.Changed ? 201 : 200);
            })).Scope(ApiScopes.Hearings).Says("Sets a hearing, or sets it anew under the same number.", 201);

        api.MapPost("/hearings/{id}/outcome", async (string id, HearingOutcome body, HttpContext http, Installation installation, Noticing noticing) =>
        {
            var (at, fault) = Moment(installation, body.At, "at");
            if (fault is not null)
            {
                return Problems.Of(fault);
            }

            var outcome = await noticing.RecordOutcomeAsync(Who(http), id, body.Outcome, body.Note, at);
            return outcome.Refused is { } refusal ? Problems.Of(refusal) : Results.Ok(new { hearingId = id, outcome = body.Outcome });
        }).Scope(ApiScopes.Hearings).Says("What became of a hearing.");
    }

    private static async Task<IResult> NoticeAsync(Installation installation, Noticing noticing, HttpContext http, CaseFile file, string kind, string fact, NoticeFact body)
    {
        var (at, fault) = Moment(installation, body.At, "at");
        if (fault is not null)
        {
            return Problems.Of(fault);
        }

        var outcome = fact switch
        {
            "served" => await noticing.ServeAsync(Who(http), file.State.Id, kind, at, body.How),
            "filed" => await noticing.FileAsync(Who(http), file.State.Id, kind, at, body.Reference),
            _ => await noticing.KnowAsync(Who(http), file.State.Id, kind, at, body.Language ?? file.State.Release?.Record.Language ?? "eng", body.Interpreter, body.HowChecked),
        };
        return outcome.Refused is { } refusal ? Problems.Of(refusal) : Results.Ok(View.Notices(installation.Cases.Load(file.State.Id)!.State));
    }

    private static (Instant At, FieldFault? Fault) Moment(Installation installation, string? text, string column)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (installation.Clock.GetCurrentInstant(), null);
        }

        var (value, fault) = SubmissionReader.InstantWithOffset(text, column);
        return (value?.ToInstant() ?? default, fault);
    }

    internal static async Task<IResult> OnRecord(Installation installation, string recordId, Func<CaseFile, Task<IResult>> act) =>
        installation.Cases.ByRecord(recordId ?? "") is { } file ? await act(file) : Problems.Of(Refusals.NoSuchRecord);

    private static IResult Answer(Installation installation, string recordId, Outcome outcome) =>
        outcome.Refused is { } refusal
            ? Problems.Of(refusal)
            : Results.Ok(View.Handoff(installation.Cases.ByRecord(recordId)!.State, installation.Clock.GetCurrentInstant()));

    internal static async Task<IResult> Opened(Installation installation, HttpContext http, CaseFile file, object view)
    {
        await Accesses.RecordAsync(installation, Who(http), [file.State.Id], "Asked by a machine", http.Request.Path);
        return Results.Ok(view);
    }

    private static Actor Who(HttpContext http) => ApiGate.Who(http);
}
