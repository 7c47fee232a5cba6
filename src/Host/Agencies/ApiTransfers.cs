using Throughline.Casefile;
using Throughline.Casefile.Transfers;
using Throughline.Host.Casework;

namespace Throughline.Host.Agencies;

/// <summary>Transfers between offices over the machine API; the acts are those of the pages.</summary>
internal static class ApiTransfers
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/transfers/{recordId}", async (string recordId, HttpContext http, Installation installation) =>
            installation.Cases.ByRecord(recordId) is { } file ? await Api.Opened(installation, http, file, Show(file.State)) : Problems.Of(Refusals.NoSuchRecord))
            .Scope(ApiScopes.Handoffs).Says("The last transfer of a case between offices, and who is responsible.");

        Act(api, "send", "The responsible office sends the household to another office, with a reason.", (t, who, id, state, body) =>
            t.SendAsync(who, id, body.From ?? state.Responsible, body.Office ?? "", body.Reason));
        Act(api, "accept", "The other office takes the household over: from here on it is responsible.", (t, who, id, state, body) =>
            t.AcceptAsync(who, id, body.Office ?? state.Transfer?.To ?? ""));
        Act(api, "return", "The other office returns the transfer with a code.", (t, who, id, state, body) =>
            t.ReturnAsync(who, id, body.Office ?? state.Transfer?.To ?? "", body.Code ?? "", body.Text));
        Act(api, "withdraw", "The sending office ends an unanswered or returned transfer with a reason.", (t, who, id, state, body) =>
            t.WithdrawAsync(who, id, body.From ?? state.Responsible, body.Reason));
    }

    private static void Act(RouteGroupBuilder api, string act, string says, Func<Transferring, Actor, CaseId, Case, TransferRequest, Task<Outcome>> rule) =>
        api.MapPost("/transfers/{recordId}/" + act, (string recordId, TransferRequest body, HttpContext http, Installation installation, Transferring transferring) =>
            Api.OnRecord(installation, recordId, async file =>
            {
                var outcome = await rule(transferring, ApiGate.Who(http), file.State.Id, file.State, body);
                return outcome.Refused is { } refusal ? Problems.Of(refusal) : Results.Ok(Show(installation.Cases.Load(file.State.Id)!.State));
            })).Scope(ApiScopes.Handoffs).Says(says);

    private static object Show(Case state) => new
    {
        responsible = state.Responsible,
        state = state.Transfer is { } t ? TransferRules.Word(t.State) : null,
        from = state.Transfer?.From,
        to = state.Transfer?.To,
        code = state.Transfer?.Code,
        sentAt = View.At(state.Transfer?.SentAt),
        answerBy = state.Transfer is { IsWaiting: true } waiting ? View.At(waiting.AnswerBy) : null,
    };
}
