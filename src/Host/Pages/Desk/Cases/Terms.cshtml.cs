using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Pages.Desk.Cases.Journeys;
using Throughline.Host.Parts;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>Every decision about the terms of a case, by the journey that its address names: ask, check answers, done. Only the check records.</summary>
internal sealed class TermsModel(Installation installation, TermsActs acts) : JourneyPage(installation)
{
    private static readonly Dictionary<string, Journey> Journeys = new(StringComparer.Ordinal)
    {
        ["review"] = new ReviewOrder(),
        ["renew"] = new RenewOrder(),
        ["end-order"] = new EndOrder(),
        ["representation"] = new AnswerRepresentation(),
        ["sign"] = new SignDecision(),
        ["step-up"] = new StepUpTerms(),
        ["ease"] = new EaseTerms(),
        ["step-down"] = new AnswerStepDown(),
        ["withdraw-step-up"] = new WithdrawStepUp(),
        ["enrol"] = new EnrolPerson(),
        ["refer"] = new ReferCase(),
        ["withdraw-referral"] = new WithdrawReferral(),
        ["health"] = new ScreenHealth(),
        ["device-despite"] = new DeviceDespiteHealth(),
        ["device"] = new AssignDevice(),
        ["device-fit"] = new FitDevice(),
        ["device-here"] = new ConfirmDevice(),
        ["device-return"] = new ReturnDevice(),
        ["device-lost"] = new LoseDevice(),
        ["device-replace"] = new ReplaceDevice(),
        ["collection"] = new ChangeCollection(),
        ["place"] = new NotePlace(),
        ["forget-place"] = new ForgetPlace(),
        ["party"] = new NameParty(),
        ["end-party"] = new EndParty(),
    };

    public Journey Journey { get; private set; } = null!;

    public Table Table => new(Opened, Installation.Programme, Who, Zone, Now, NameOf) { InCupboard = () => new DeviceTables(Installation.Store).InCupboard(100) };

    public IReadOnlyList<Question> Questions { get; private set; } = [];

    public Answers Answers { get; private set; } = new(new Dictionary<string, string[]>());

    public async Task<IActionResult> OnGetAsync(string id, string act) => Begin(await FindAsync(id, act));

    public async Task<IActionResult> OnPostAsync(string id, string act, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id, act))
        {
            return NotFound();
        }

        Answers = new Answers(Questions.ToDictionary(q => q.Name, q => Request.Form[q.Name].OfType<string>().Where(v => v.Trim().Length > 0).ToArray()));
        Check();
        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        return End(await Journey.RecordAsync(acts, Table, Answers, Version), Journey.Done(Answers));
    }

    /// <summary>The answers in words; what stayed open is not repeated.</summary>
    public IEnumerable<(string Label, Markup Value)> Answered() =>
        from q in Questions
        where Answers.Each(q.Name).Count > 0
        select (q.Label, (Markup)string.Join("; ", Answers.Each(q.Name).Select(v => q.Choices?.FirstOrDefault(c => c.Value == v)?.Word ?? v)));

    private void Check()
    {
        foreach (var q in Questions)
        {
            var given = Answers.Each(q.Name);
            if (q.Choices is { } choices ? given.Any(v => choices.FirstOrDefault(c => c.Value == v) is not { NotPossible: null }) || (given.Count == 0 && q.Missing is not null) : given.Count == 0 && q.Missing is not null)
            {
                ModelState.AddModelError(q.Name, q.Missing ?? "Choose from the list.");
            }
        }

        if (ModelState.IsValid && Journey.Wrong(Table, Answers) is var (name, sentence))
        {
            ModelState.AddModelError(name, sentence);
        }
    }

    private async Task<bool> FindAsync(string id, string act)
    {
        if (!Journeys.TryGetValue(act, out var journey) || !await OpenAsync(id, Sight.Act, journey.Purpose, isMine: !IsStation || journey.AtStation) || Opened.State.Release is null || !journey.Applies(Table))
        {
            return false;
        }

        (Journey, Questions) = (journey, [.. journey.Questions(Table)]);
        return true;
    }
}
