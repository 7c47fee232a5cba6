using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile.Messages;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Reading;

namespace Throughline.Host.Pages.Desk.Outreach;

/// <summary>Whoever did not report is reached out to: choose a group, see who it is and how each is reached, then send.</summary>
internal sealed class IndexModel(Installation installation, Outreaching outreaching) : DeskPage(installation)
{
    private const string Reason = "Outreach to those who did not report";

    public static readonly IReadOnlyList<(string Value, string Word)> Wheres = [("", "All"), ("known", "A letter reaches the address"), ("unknown", "No address that a letter reaches")];

    [BindProperty(SupportsGet = true)]
    public string? Pathway { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Whereabouts { get; set; }

    public IReadOnlyList<Invitee> People { get; private set; } = [];

    public int Count { get; private set; }

    public int? Sent { get; private set; }

    public IEnumerable<(string, string)> Pathways => [("", "All"), .. Installation.Programme.Pathways.Values.Where(p => p.WindowDays is not null).Select(p => (p.Code, p.Name))];

    public async Task OnGetAsync(int? sent)
    {
        Sent = sent;
        await LookAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var (invited, refused) = await outreaching.InviteAsync(Who, Asked());
        if (refused is null)
        {
            return Redirect($"/desk/outreach?pathway={Uri.EscapeDataString(Pathway ?? "")}&from={Uri.EscapeDataString(From ?? "")}&to={Uri.EscapeDataString(To ?? "")}&whereabouts={Uri.EscapeDataString(Whereabouts ?? "")}&sent={invited}");
        }

        ModelState.AddModelError("", refused.Sentence);
        Sent = invited > 0 ? invited : null;
        await LookAsync();
        return Page();
    }

    public int By(string channel) => People.Count(p => p.IsInvited && p.Channel == channel);

    public static string How(Invitee p) => p.WhyNot ?? p.Channel switch { ReachRules.Sms => "Text message", ReachRules.Email => "E-mail", ReachRules.Letter => "Letter", _ => "Only a visit: no number that takes messages, no address that a letter reaches." };

    private async Task LookAsync()
    {
        (People, Count) = outreaching.Preview(Asked());
        await Accesses.RecordAsync(Installation, Who, People.Select(p => p.File.State.Id), Reason, HttpContext.Request.Path);
    }

    /// <summary>What can't be read is not asked, and the page shows the wider group.</summary>
    private Group Asked() => new(
        Place,
        Installation.Programme.Pathways.Values.Where(p => p.WindowDays is not null && (string.IsNullOrEmpty(Pathway) || p.Code == Pathway)).ToDictionary(p => p.Code, p => p.WindowDays!.Value),
        Day(From), Day(To), Whereabouts switch { "known" => true, "unknown" => false, _ => null }, Zone);

    private static LocalDate? Day(string? text) => text is not null && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day : null;
}
