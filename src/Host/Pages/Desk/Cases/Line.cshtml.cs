using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Host.Access;
using Throughline.Host.Casework;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>One line is taken out of effect: it stays visible, with who and why.</summary>
internal sealed class LineModel(Installation installation, Correcting correcting) : CasePage(installation)
{
    public RecordedEvent Line { get; private set; } = null!;

    public Told Told { get; private set; } = null!;

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public async Task<IActionResult> OnGetAsync(string id, int line)
    {
        var found = await FindAsync(id, line);
        Version = found ? Opened.State.Version : 0;
        return found ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string id, int line)
    {
        if (!await FindAsync(id, line))
        {
            return NotFound();
        }

        return Refused(await correcting.RecordInErrorAsync(Who, Opened.State.Id, line, Why, Version), "Why")
            ? Page()
            : Redirect($"/desk/cases/{Opened.State.Id}?done=" + Uri.EscapeDataString("The line is out of effect, and what followed from it too. It stays visible."));
    }

    private async Task<bool> FindAsync(string id, int line)
    {
        if (!await OpenAsync(id, Sight.Act, "correct a line") || line < 1 || line > Opened.Events.Length)
        {
            return false;
        }

        Line = Opened.Events[line - 1];
        Told = Telling.Of(Line.Event, Zone, NameOf);
        return true;
    }
}
