using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile.Obligations;
using Throughline.Host.Access;
using Throughline.Host.Devices;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Devices;

/// <summary>One unit: what it is, where it has been, and what was done with it. Of whoever wore it only the office is said.</summary>
internal sealed class UnitModel(Installation installation, Inventory inventory) : DeskPage(installation)
{
    [BindProperty]
    public string? Because { get; set; }

    [BindProperty]
    public string? Firmware { get; set; }

    public StoredDevice Device { get; private set; } = null!;

    public IReadOnlyList<DeviceLine> History { get; private set; } = [];

    public IReadOnlyList<DeviceStay> Stays { get; private set; } = [];

    public bool MayChange => User.RoleName() == Roles.Administrator;

    public string ModelName => Installation.Programme.Devices.Find(Device.Model)?.Name ?? Device.Model;

    public IActionResult OnGet(string serial) => Find(serial) ? Page() : NotFound();

    /// <summary>Out of use, or in use again: found, mended, tried.</summary>
    public IActionResult OnPostUse(string serial, bool inUse)
    {
        if (!MayChange || !Find(serial))
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(Because))
        {
            ModelState.AddModelError(nameof(Because), MissRules.ReasonNeeded.Sentence);
            return Page();
        }

        inventory.Tables.Use(Device.Id, inUse, Because.Trim(), Who, Now);
        return Redirect("/desk/devices/" + Device.Serial);
    }

    public IActionResult OnPostFirmware(string serial)
    {
        if (!MayChange || !Find(serial))
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(Firmware) || Firmware.Length > 64)
        {
            ModelState.AddModelError(nameof(Firmware), "Write which firmware runs on it, in at most 64 characters.");
            return Page();
        }

        inventory.Tables.SetFirmware(Device.Id, Firmware.Trim(), Who, Now);
        return Redirect("/desk/devices/" + Device.Serial);
    }

    /// <summary>A case of this reader's own office can be opened from here; of every other only the office is said.</summary>
    public bool IsOwn(DeviceStay stay) => Place.Length > 0 && stay.Office == Place;

    private bool Find(string serial)
    {
        if (inventory.Tables.Find(serial) is not { } found)
        {
            return false;
        }

        (Device, History, Stays) = (found, inventory.Tables.History(found.Id), inventory.Tables.Stays(found.Id));
        return true;
    }
}
