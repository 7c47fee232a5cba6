using Throughline.Casefile;
using Throughline.Casefile.Devices;

namespace Throughline.Storage.Reading;

/// <summary>
/// One device of one case, as the inventory and the gateway ask for it. What it may collect is personal and stays in the case file: whoever
/// needs it loads that.
/// </summary>
internal static class DeviceOrderRow
{
    public static void Change(Statements sql, Case? before, Case after)
    {
        if (after.Devices.Worn == (before?.Devices.Worn ?? []) && after.Responsible == before?.Responsible)
        {
            return;
        }

        // Those that ended go first: in one act a device may leave one assignment and begin the next.
        var known = before?.Devices.Worn ?? [];
        foreach (var gone in known.Where(k => after.Devices.Worn.TrueForAll(d => d.Assignment != k.Assignment)))
        {
            sql.Execute("delete from device_orders where assignment = @p0", Name(gone));
        }

        foreach (var d in after.Devices.Worn.OrderBy(d => d.Ended is null))
        {
            sql.Execute(
                """
                insert into device_orders (assignment, case_id, device_id, office, assigned_at, fitted_at, asked_back_at, ended_at, how) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
                on conflict (assignment) do update set device_id = excluded.device_id, office = excluded.office, assigned_at = excluded.assigned_at, fitted_at = excluded.fitted_at,
                  asked_back_at = excluded.asked_back_at, ended_at = excluded.ended_at, how = excluded.how
                """,
                Name(d), after.Id.Number, d.Device, after.Responsible, d.AssignedAt.Micros(), d.FittedAt.Micros(), d.AskedBackAt.Micros(), d.Ended is { } ended ? ended.At.Micros() : null, d.Ended?.How);
        }
    }

    private static string Name(WornDevice d) => d.Assignment.ToString();
}
