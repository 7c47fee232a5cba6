using Throughline.Casefile.Programmes;
using Throughline.Host.Access;
using Throughline.Host.Devices;
using Throughline.Storage.Monitoring;

namespace Throughline.Host.Pages.Desk.Devices;

/// <summary>The inventory: models with their limits, units, what called and is unknown, and what is in doubt. Who wears one is not here.</summary>
internal sealed class IndexModel(Installation installation, Inventory inventory) : DeskPage(installation)
{
    private const int PageSize = 50;

    public bool MayChange => User.RoleName() == Roles.Administrator;

    public string? Model { get; private set; }

    public int From { get; private set; }

    public string? Done { get; private set; }

    public IReadOnlyList<StoredDevice> Units { get; private set; } = [];

    public IReadOnlyDictionary<string, (int All, int Out, int NotInUse)> Counts { get; private set; } = new Dictionary<string, (int, int, int)>();

    public IReadOnlyDictionary<string, string> NotInUse { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<DeviceProposal> Proposals { get; private set; } = [];

    public IReadOnlyList<UnknownDevice> Unknown { get; private set; } = [];

    public IReadOnlyList<(string Serial, NodaTime.LocalDate Day, int Broken)> Broken { get; private set; } = [];

    public IReadOnlyList<(string Title, IReadOnlyList<FaultGroup> Groups)> Faults { get; private set; } = [];

    public DeviceProgramme Programme => Installation.Programme.Devices;

    public string? EarlierHref => From > 0 ? Href(Math.Max(0, From - PageSize)) : null;

    public string? NextHref { get; private set; }

    public void OnGet(string? model, int from, string? done)
    {
        (Model, From, Done) = (Programme.Find(model ?? "")?.Code, Math.Max(0, from), done);
        var page = inventory.Tables.List(Model, From, PageSize + 1);
        (Units, NextHref) = ([.. page.Take(PageSize)], page.Count > PageSize ? Href(From + PageSize) : null);
        (Counts, NotInUse) = (inventory.Tables.CountByModel(), inventory.Faults.ModelsOutOfUse());
        (Proposals, Unknown, Broken) = (inventory.Faults.Proposals(onlyOpen: true), inventory.Tables.Unknown(50), inventory.Broken());
        Faults =
        [
            ("By model", inventory.ByGroup((d, _) => NameOfModel(d.Model))), ("By firmware", inventory.ByGroup((d, _) => d.Firmware ?? "not known")),
            ("By area", inventory.ByGroup((_, stay) => NameOf(stay?.Office) is { Length: > 0 } name ? name : "not known")),
        ];
    }

    public string NameOfModel(string code) => Programme.Find(code)?.Name ?? code;

    /// <summary>Where a unit is, without a name.</summary>
    public string StateOf(StoredDevice d) =>
        d.Case is null ? d.IsInUse ? "in the cupboard" : "out of use"
        : $"{(d.AskedBackAt is not null ? "asked back" : d.FittedAt is not null ? "worn" : "to be fitted")}, {NameOf(d.Office)}{(d.IsInUse ? "" : "; out of use")}";

    private string Href(int from) => $"/desk/devices?model={Model}&from={from}";
}
