using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Releases;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>The station completes its own record later. Two who do it at once: one wins, the other sees both and loses nothing.</summary>
internal sealed class CompleteModel(Installation installation, Releasing releasing, SubmissionReader reader) : ReleasedPage(installation)
{
    private const string Reason = "complete the record";

    private static readonly ImmutableArray<(string Field, string Label)> Fields =
    [
        ("givenName", "Given names"), ("surname", "Surname"), ("birthDate", "Birth date"), ("sex", "Sex"), ("nationality", "Nationality"), ("aNumber", "A-number"),
        ("language", "Language"), ("interpreterNeeded", "Interpreter"), ("phone", "Phone"), ("addressLine", "Street"), ("unit", "Unit"), ("city", "City"), ("state", "State"),
        ("postalCode", "Postcode"),
    ];

    public IReadOnlyDictionary<string, string> Form { get; private set; } = new Dictionary<string, string>();

    public int Version { get; private set; }

    /// <summary>Where the record has changed meanwhile: what it says now beside what was typed here.</summary>
    public IReadOnlyList<(string Label, string Now, string Yours)> Theirs { get; private set; } = [];

    public ImmutableArray<MissingDetail> Missing => MissingDetails.Of(Release.Record, Opened.State.CurrentAddress?.Grade ?? AddressGrade.Blank, Release.IsMinor);

    /// <summary>What is not seen can't be completed: the form would write it anew as empty.</summary>
    private bool IsShielded => Opened.State.Protection is { } p && !p.MaySee(Who);

    public Instant CompleteBy => Release.RecordedAt + Duration.FromHours(Installation.Programme.Settings.CompleteWithinHours);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await OpenAsync(id, Reason, stationOnly: true))
        {
            return NotFound();
        }

        if (IsShielded)
        {
            return Redirect($"/desk/cases/{Opened.State.Id}/protect");
        }

        (Form, Version) = (Written(Opened.State), Opened.State.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, int version)
    {
        if (!await OpenAsync(id, Reason, stationOnly: true))
        {
            return NotFound();
        }

        if (IsShielded)
        {
            return Redirect($"/desk/cases/{Opened.State.Id}/protect");
        }

        var known = Written(Opened.State);
        var typed = DraftMember.From(f => Request.Form[f].ToString());
        Form = Fields.ToDictionary(f => f.Field, f => DraftMember.Fields.Contains(f.Field) ? typed[f.Field] : Request.Form[f.Field].ToString().Trim());
        Version = Opened.State.Version;
        if (Form["surname"].Length == 0)
        {
            ModelState.AddModelError("surname", "Write the surname, or unknown when nobody knows it.");
            Version = version;
            return Page();
        }

        var (submission, fault) = reader.Read(All(known), new Source("page " + Place, 0));
        if (fault is not null)
        {
            ModelState.AddModelError(fault.Column, fault.Sentence);
            return Page();
        }

        var outcome = await releasing.CompleteAsync(Who, Opened.State.Id, version, submission!);
        if (!Refused(outcome))
        {
            return Redirect($"/desk/cases/{Opened.State.Id}");
        }

        // The newest version is in the form now, so pressing again is a decision made with both in view.
        Theirs = [.. Fields.Where(f => known[f.Field] != Form[f.Field]).Select(f => (f.Label, Shown(known[f.Field]), Shown(Form[f.Field])))];
        return Page();
    }

    private static string Shown(string text) => text.Length > 0 ? text : "nothing";

    /// <summary>The record as it stands, with what this page does not ask kept as it is.</summary>
    private Dictionary<string, string> All(IReadOnlyDictionary<string, string> known)
    {
        var record = Release.Record;
        var all = new Dictionary<string, string>(record.OtherColumns ?? ImmutableSortedDictionary<string, string>.Empty, StringComparer.Ordinal);
        foreach (var (field, _) in Fields)
        {
            all[field] = Form.GetValueOrDefault(field) ?? known[field];
        }

        all["recordId"] = record.RecordId;
        all["familyUnitId"] = record.FamilyUnitId ?? "";
        all["station"] = Release.Station;
        all["pathway"] = Release.Pathway;
        all["releasedAt"] = OffsetDateTimePattern.Rfc3339.Format(Release.ReleasedAt);
        return all;
    }

    private static Dictionary<string, string> Written(Case state)
    {
        var r = state.Release!.Record;
        // Where the person lives now, a reported move included: completing a phone number must not move anybody back.
        var address = state.CurrentAddress?.Address ?? r.Address;
        string Or(string field, string? value) => value ?? r.AsWritten?.GetValueOrDefault(field) ?? "";
        return new Dictionary<string, string>
        {
            ["givenName"] = r.GivenName,
            ["surname"] = r.Surname,
            ["birthDate"] = Or("birthDate", r.BirthDate is { } born ? LocalDatePattern.Iso.Format(born) : null),
            ["sex"] = Or("sex", r.Sex),
            ["nationality"] = Or("nationality", r.Nationality),
            ["aNumber"] = Or("aNumber", r.ANumber),
            ["language"] = Or("language", r.Language),
            ["interpreterNeeded"] = Or("interpreterNeeded", r.InterpreterNeeded switch { true => "Y", false => "N", _ => null }),
            ["phone"] = Or("phone", r.Phone),
            ["addressLine"] = address.Line,
            ["unit"] = address.Unit,
            ["city"] = address.City,
            ["state"] = address.State,
            ["postalCode"] = address.PostalCode,
        };
    }
}
