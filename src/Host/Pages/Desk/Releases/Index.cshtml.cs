using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>First page: who is released. Members are added one after the other; nothing but a surname is asked for.</summary>
internal sealed class IndexModel(Installation installation, Releasing releasing, SubmissionReader reader) : ReleaseStep(installation, releasing, reader)
{
    /// <summary>The member that is being changed, from 0; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Member { get; set; }

    /// <summary>What stands in the form: a member's answers, or what was just posted and could not be kept.</summary>
    public DraftMember Form { get; private set; } = new();

    protected override bool NeedsDraft => false;

    public IEnumerable<(string, string)> Languages =>
        [("", "Not asked yet"), .. Programme.Settings.Languages.Select(l => (l.Code, l.Name))];

    public bool IsListed(string language) => language.Length == 0 || Programme.Settings.Languages.Any(l => l.Code == language);

    public IActionResult OnGet()
    {
        if (Key is { Length: > 0 } key && Draft.Key != key)
        {
            return Redirect(Recorded(key) ?? "/desk/release");
        }

        Member = Member is { } m && m >= 0 && m < Draft.Members.Count ? m : null;
        Form = Member is { } index ? Draft.Members[index] : Suggested();
        return Page();
    }

    public IActionResult OnPost(string? act)
    {
        if (Key is { Length: > 0 } key && Draft.Key != key && Recorded(key) is { } done)
        {
            return Redirect(done);
        }

        Member = Member is { } m && m >= 0 && m < Draft.Members.Count ? m : null;
        var otherLanguage = Posted("otherLanguage");
        Form = DraftMember.From(f => f == "language" && otherLanguage.Length > 0 ? otherLanguage : Posted(f));
        // Language and nationality are suggested from the member before: alone they are no person.
        var isUntouched = Member is null && Draft.Members.Count > 0 && Form.Values.Keys.All(f => f is "language" or "nationality" or "interpreterNeeded");
        if (isUntouched && act == "on" && ModelState.IsValid)
        {
            return Keep(Draft, "pathway");
        }

        if (Form["surname"].Length == 0)
        {
            ModelState.AddModelError("surname", "Write the surname, or unknown when nobody knows it.");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var members = Member is { } index ? Draft.Members.SetItem(index, Form) : Draft.Members.Add(Form);
        var draft = Draft with { Members = members };
        if (act != "add")
        {
            return Keep(draft, "pathway");
        }

        draft.Save(Installation);
        return Redirect($"/desk/release?draft={draft.Key}" + (Then == "check" ? "&then=check" : ""));
    }

    public IActionResult OnPostRemove(int remove)
    {
        if (remove >= 0 && remove < Draft.Members.Count)
        {
            (Draft with { Members = Draft.Members.RemoveAt(remove) }).Save(Installation);
        }

        return Redirect(To("") + (Then == "check" ? "&then=check" : ""));
    }

    /// <summary>A further member mostly speaks the same language and comes from the same country; each can be changed.</summary>
    private DraftMember Suggested() => Draft.Members.Count == 0
        ? new DraftMember()
        : DraftMember.From(f => f is "language" or "nationality" or "interpreterNeeded" ? Draft.Members[^1][f] : null);
}
