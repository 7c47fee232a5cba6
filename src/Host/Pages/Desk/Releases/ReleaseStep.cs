using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>
/// One page of the release journey. The address carries the draft's key and nothing of a person; a page of the draft of another
/// station is not found.
/// </summary>
internal abstract class ReleaseStep(Installation installation, Releasing releasing, SubmissionReader reader) : DeskPage(installation)
{
    private const int LongestField = 400;

    [BindProperty(SupportsGet = true, Name = "draft")]
    public string? Key { get; set; }

    /// <summary>"check" when the page was opened to change one answer.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Then { get; set; }

    public ReleaseDraft Draft { get; private set; } = null!;

    public Programme Programme => Installation.Programme;

    public LocalDate Today => Now.InZone(Zone).Date;

    public bool IsChildAlone => Draft.IsChildAlone(Today);

    public Station Station => Programme.Stations[Place];

    protected Releasing Releasing { get; } = releasing;

    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        if (!IsStation || !Programme.Stations.ContainsKey(Place))
        {
            context.Result = NotFound();
            return;
        }

        var found = Key is { Length: > 0 } ? ReleaseDraft.Load(Installation, Key) : null;
        Draft = found ?? ReleaseDraft.Begin(Place);
        if (found is not null && found.Station != Place)
        {
            context.Result = NotFound();
        }
        else if (NeedsDraft && (found is null || found.Members.Count == 0))
        {
            // Recorded already, or older than a day: an old tab must not record a household a second time.
            context.Result = Key is { Length: > 0 } && Recorded(Key) is { } done ? Redirect(done) : Redirect("/desk/release");
        }
    }

    protected virtual bool NeedsDraft => true;

    /// <summary>The done page of a draft that was recorded.</summary>
    protected string? Recorded(string key) =>
        Installation.Cases.ByRecord(new ReleaseDraft(key, Place).RecordId(0)) is { } file ? $"/desk/release/done/{file.State.Id}" : null;

    public string To(string step) => step.Length == 0 ? $"/desk/release?draft={Draft.Key}" : $"/desk/release/{step}?draft={Draft.Key}";

    public string Change(string step) => To(step) + "&then=check";

    /// <summary>Keeps the answer and goes on, or back to the answers when one of them was to be changed.</summary>
    protected RedirectResult Keep(ReleaseDraft draft, string next)
    {
        draft.Save(Installation);
        Draft = draft;
        return Redirect(To(Then == "check" ? "check" : next));
    }

    /// <summary>What was posted under this name, trimmed; what can't be text is a sentence beside the field.</summary>
    protected string Posted(string field)
    {
        var text = Request.Form[field].ToString().Trim();
        if (text.Length > LongestField)
        {
            ModelState.AddModelError(field, $"Write at most {LongestField} characters here.");
        }
        else if (text.Any(char.IsControl))
        {
            ModelState.AddModelError(field, "There is a character here that can't be printed. Write the text anew.");
        }

        return text;
    }

    public (AddressGrade Grade, Destination Destination, SlotOffer? Offer)? Outcome => Draft.Where == WhereTo.NotAsked ? null : OutcomeOf(Draft.Destination);

    private (AddressGrade Grade, Destination Destination, SlotOffer? Offer) OutcomeOf(Address address)
    {
        var at = Draft.ReleasedAt?.ToInstant() ?? Now;
        var (destination, offer) = Releasing.Foresee(address, Draft.Pathway, at, Draft.Members.Count, IsChildAlone);
        // History books nothing, so nothing is promised for it.
        var isHistory = Now - at > Duration.FromHours(Programme.Settings.HistoryAfterHours);
        return (AddressRules.Grade(address, Installation.Postcodes), destination, isHistory ? null : offer);
    }

    /// <summary>The household as the act would read it, or what keeps it from being read.</summary>
    protected (ImmutableArray<Submission> Members, FieldFault? Fault) Submissions()
    {
        var members = ImmutableArray.CreateBuilder<Submission>();
        for (var i = 0; i < Draft.Members.Count; i++)
        {
            var (submission, fault) = reader.Read(Draft.FieldsOf(i, Today), new Source("page " + Draft.Key, 0));
            if (submission is null)
            {
                return ([], fault);
            }

            members.Add(submission);
        }

        return (members.ToImmutable(), null);
    }

    /// <summary>What each person lacks; the address counts once, for the household.</summary>
    public IReadOnlyList<(string Who, ImmutableArray<MissingDetail> Missing)> Missing => [.. Submissions().Members.Select((m, i) => (
        m.Record.FullName,
        MissingDetails.Of(m.Record, i == 0 ? m.Grade : AddressGrade.Deliverable, Draft.IsMinor(Draft.Members[i], Today))))];

    public string PathwayName => IsChildAlone ? "None: a child without an adult" : Programme.Pathways.TryGetValue(Draft.Pathway, out var p) ? $"{p.Name} ({p.Code})" : "";

    public PathwayFlag? Flag => Draft.ReleasedAt is { } at && !IsChildAlone && Programme.Pathways.TryGetValue(Draft.Pathway, out var p) ? p.FlagFor(at.Date) : null;

    public string AgeOf(DraftMember member) => member.BirthDate is { } born && born <= Today
        ? Period.Between(born, Today, PeriodUnits.Years).Years is var years && years == 1 ? "1 year" : $"{years} years"
        : "age unknown";
}
