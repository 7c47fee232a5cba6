using Microsoft.AspNetCore.Mvc;
using Throughline.Host.Access;
using Throughline.Host.Devices;

namespace Throughline.Host.Pages.Desk.Devices;

/// <summary>Adds one unit, or all units of a file or none.</summary>
internal sealed class AddModel(Installation installation, Inventory inventory) : DeskPage(installation)
{
    [BindProperty]
    public string? Serial { get; set; }

    [BindProperty]
    public string? Model { get; set; }

    [BindProperty]
    public string? Names { get; set; }

    [BindProperty]
    public string? Firmware { get; set; }

    [BindProperty]
    public string? Sim { get; set; }

    [BindProperty]
    public string? Secret { get; set; }

    /// <summary>The rows as text: a file is not needed, and no machine may keep one.</summary>
    [BindProperty]
    public string? Rows { get; set; }

    public IEnumerable<(string, string)> Models => Installation.Programme.Devices.Models.Select(m => (m.Code, $"{m.Name}, {m.Protocol}"));

    public IActionResult OnPost()
    {
        if (inventory.Add(Who, Serial, Model, Names, Firmware, Sim, Secret) is { } fault)
        {
            ModelState.AddModelError(nameof(Serial), fault);
            return Page();
        }

        return Redirect("/desk/devices/" + Serial!.Trim());
    }

    public IActionResult OnPostImport()
    {
        using var csv = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Rows ?? ""));
        var (added, faults) = inventory.Import(Who, csv);
        foreach (var fault in faults.Take(50))
        {
            ModelState.AddModelError(nameof(Rows), fault);
        }

        return added == 0 ? Page() : Redirect("/desk/devices?done=" + Uri.EscapeDataString(added == 1 ? "One device was added." : $"{added:N0} devices were added."));
    }
}
