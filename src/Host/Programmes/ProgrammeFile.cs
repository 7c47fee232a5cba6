using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Throughline.Casefile.Programmes;

namespace Throughline.Host.Programmes;

/// <summary>Reads a programme from its folder: one <c>*.yaml</c> file and the table of offices that it names.</summary>
internal static class ProgrammeFile
{
    private static readonly Dictionary<string, ConditionKind> ConditionKinds = new(StringComparer.Ordinal)
    {
        ["report"] = ConditionKind.Report,
        ["enrol"] = ConditionKind.Enrol,
        ["check-in"] = ConditionKind.CheckIn,
        ["attend-hearing"] = ConditionKind.AttendHearing,
        ["tell-of-move"] = ConditionKind.TellOfMove,
        ["stay-in"] = ConditionKind.StayIn,
        ["keep-out"] = ConditionKind.KeepOut,
        ["curfew"] = ConditionKind.Curfew,
    };

    private static readonly Dictionary<string, Technology> Technologies = new(StringComparer.Ordinal)
    {
        ["none"] = Technology.None,
        ["report"] = Technology.Report,
        ["app"] = Technology.App,
        ["call"] = Technology.Call,
        ["device"] = Technology.Device,
    };

    /// <summary>The programme, or <see cref="ProgrammeFaultsException"/> with every fault found.</summary>
    public static Programme Load(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml") : [];
        if (files.Length != 1)
        {
            throw new ProgrammeFaultsException([new(folder, 1, 1, files.Length == 0
                ? "There is no programme here. Copy the demonstration programme's folder and change the copy."
                : $"There are {files.Length} .yaml files here and a programme is one. Keep the one that counts.")]);
        }

        // The time zones take as long to wake as the file takes to read, so a second core wakes them meanwhile.
        _ = Task.Run(() => DateTimeZoneProviders.Tzdb.GetZoneOrNull("America/New_York"));
        var faults = new List<ProgrammeFault>();
        var (yaml, file) = (File.ReadAllText(files[0]), Path.GetFileName(files[0]));
        var programme = YamlTree.Read(yaml, file, faults) is { } tree ? Read(new(tree, "the programme", file, faults), yaml, folder, faults) : null;
        return programme is not null && faults.Count == 0 ? programme : throw new ProgrammeFaultsException(
            [.. faults.OrderByDescending(f => f.File == file).ThenBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    /// <summary>The last slot lies an hour before closing, so a day has an hour at least and does not pass midnight.</summary>
    internal static string? FaultOfDay(LocalTime opens, LocalTime closes) => opens.Hour < 23 && opens.PlusHours(1) <= closes ? null
        : $"The office opens at {opens:HH:mm} and closes at {closes:HH:mm}. It must be open for an hour at least, and close on the day it opens.";

    private static Programme Read(Form form, string yaml, string folder, List<ProgrammeFault> faults)
    {
        var name = form.Text("name");
        var declared = form.Text("version");
        var from = form.Read<LocalDate>("inForceFrom", Values.Date, default);
        var until = form.ReadIfAny<LocalDate>("inForceUntil", Values.Date);
        if (until < from)
        {
            form.Fault("inForceUntil", $"The programme ends on {until:uuuu-MM-dd}, before it starts on {from:uuuu-MM-dd}. Write a later day.");
        }

        var isDemonstration = form.Read<bool>("demonstration", Values.YesNo, false);
        var tableName = form.Text("offices");
        var holidays = Days(form, form.Open("holidays", FaultOfHoliday));
        var closed = ClosedDays(form);
        ImmutableSortedDictionary<LocalDate, string> HolidaysOf(string code) =>
            closed.TryGetValue(code, out var own) ? holidays.SetItems(own.Days) : holidays;
        var intake = Desk(form.Part("intakeDesk"), HolidaysOf);
        var childWelfare = Desk(form.Part("childWelfareDesk"), HolidaysOf);
        var table = ReadTable(form, folder, tableName);
        var offices = table is null ? [] : new OfficeTable(tableName, faults).Read(table, HolidaysOf);
        if (offices.Exists(o => o.Code == intake.Code))
        {
            form.Fault("intakeDesk", $"'{intake.Code}' is an office of the table too. Give the intake desk a code of its own.");
        }

        if (offices.Append(intake).Any(o => o.Code == childWelfare.Code && o.Code.Length > 0))
        {
            form.Fault("childWelfareDesk", $"'{childWelfare.Code}' is another office too. Give the child-welfare desk a code of its own.");
        }

        var all = offices.DistinctBy(o => o.Code).Append(intake).Append(childWelfare).DistinctBy(o => o.Code).ToList();
        foreach (var (code, (key, _)) in closed.Where(c => table is not null && !all.Exists(o => o.Code == c.Key)))
        {
            form.Fault(key, $"'{code}' is no office. Write the code of an office in {tableName}, or of one of the desks.");
        }

        var notices = form.Words("notices", Values.FaultOfCode, (code, words) => new NoticeKind(code, words));
        var programme = new Programme
        {
            Name = name,
            Version = $"{declared}+{Fingerprint(yaml, table ?? "")}",
            InForceFrom = from,
            InForceUntil = until,
            IsDemonstration = isDemonstration,
            IntakeDeskCode = intake.Code,
            ChildWelfareDeskCode = childWelfare.Code,
            Offices = ByCode(all, o => o.Code),
            NoticeKinds = notices,
            Pathways = ByCode(Each(form, "pathways", "pathway", (code, p) => Pathway(code, p, notices)), p => p.Code),
            Stations = ByCode(Each(form, "stations", "station", Station), s => s.Code),
            Channels = Channels(form.Part("channels")),
            ReasonCodes = ReasonCodes(form.Part("reasons")),
            Retention = RetentionForm.Read(form, Each(form, "retention", "retention class", RetentionForm.Read)),
            Settings = Settings(form.Part("settings")),
            Devices = form.PartIfAny("devices") is { } devices ? DeviceForm.Read(devices) : DeviceProgramme.None,
            Alerts = AlertForm.Read(form.Part("alerts")),
            StepDownCriteria = [.. form.Items("stepDownCriteria").Select(item => Criterion(form.Below(item, "the criterion")))],
        };
        form.Close();
        return programme;
    }

    /// <summary>A desk is an office that serves no area and books no slots.</summary>
    private static Office Desk(Form form, Func<string, ImmutableSortedDictionary<LocalDate, string>> holidaysOf)
    {
        var (before, code) = (form.FaultCount, form.Text("code", Values.FaultOfCode));
        var office = new Office(
            code, form.Text("name"), form.Text("addressLine"), form.Text("city"), form.Text("state", Values.FaultOfState),
            form.Text("postalCode", Values.FaultOfPostcode), form.Read("timeZone", Values.Zone, DateTimeZone.Utc), form.Text("phone", Values.FaultOfPhone),
            form.Read("openingDays", Values.Days, ImmutableSortedSet<IsoDayOfWeek>.Empty), form.Read<LocalTime>("opens", Values.Time, new(8, 0)),
            form.Read<LocalTime>("closes", Values.Time, new(16, 0)), holidaysOf(code), SlotsPerDay: 0, Serves: []);
        if (form.FaultCount == before && FaultOfDay(office.Opens, office.Closes) is { } sentence)
        {
            form.Fault("closes", sentence);
        }

        form.Close();
        return office;
    }

    private static Pathway Pathway(string code, Form form, ImmutableArray<NoticeKind> notices)
    {
        var name = form.Text("name");
        var from = form.Read<LocalDate>("declaredFrom", Values.Date, default);
        var until = form.ReadIfAny<LocalDate>("declaredUntil", Values.Date);
        if (until < from)
        {
            form.Fault("declaredUntil", $"{code} ends on {until:uuuu-MM-dd}, before it starts on {from:uuuu-MM-dd}. Write a later day.");
        }

        var window = form.NumberIfAny("windowDays", 1, 365);
        var notice = form.Choice("notice", notices.DistinctBy(n => n.Code).ToDictionary(n => n.Code, n => n.Code, StringComparer.Ordinal));
        var order = form.Part("order");
        var terms = new OrderTerms(
            order.Text("legalBasis"), Conditions(order), order.Choice("technology", Technologies),
            order.Read<bool>("endsAfterReport", Values.YesNo, false), order.NumberIfAny("endsDaysAfterWindow", 0, 365),
            order.NumberIfAny("endsAfterDays", 1, 3650), order.NumberIfAny("reviewAfterDays", 1, 3650), order.NumberIfAny("renewAtMostDays", 1, 365));
        // Ending with the report alone is no end: who never reports would stay under the order for ever.
        if (order.Exists && terms is { EndsDaysAfterWindow: null, EndsAfterDays: null })
        {
            order.Fault("", $"The order of {code} has no end. Add 'endsAfterDays:' or 'endsDaysAfterWindow:': an order ends, also for a person who never reports.");
        }

        if (window is null && (terms.EndsDaysAfterWindow is not null || terms.EndsAfterReport))
        {
            order.Fault(
                terms.EndsDaysAfterWindow is not null ? "endsDaysAfterWindow" : "endsAfterReport",
                $"{code} has no window to report in. Add 'windowDays:' to the pathway, or end the order with 'endsAfterDays:' alone.");
        }

        order.Close();
        form.Close();
        return new(code, name, from, until, window, notice ?? "", terms);
    }

    private static ImmutableArray<Condition> Conditions(Form order) =>
    [
        .. order.Items("conditions").Select(item =>
        {
            var form = order.Below(item, "the condition");
            var condition = new Condition(form.Choice("kind", ConditionKinds), form.Text("words"), form.NumberIfAny("everyDays", 1, 365));
            form.Close();
            return condition;
        }),
    ];

    private static Criterion Criterion(Form form)
    {
        var criterion = new Criterion(form.Text("eng"), form.Text("spa"));
        form.Close();
        return criterion;
    }

    private static Station Station(string code, Form form) =>
        new(code, form.Text("name"), form.Read("timeZone", Values.Zone, DateTimeZone.Utc), form.Text("phone", Values.FaultOfPhone));

    private static Channels Channels(Form form)
    {
        var words = form.Items("words").Select(w => form.TextOf(w, "words")).ToImmutableArray();
        var known = words.Distinct().ToDictionary(w => w, w => w, StringComparer.Ordinal);
        var old = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in form.Open("oldWords", _ => null, optional: true))
        {
            var meaning = form.TextOf(value, key.Value);
            if (meaning.Length > 0 && !known.ContainsKey(meaning))
            {
                form.Fault(value, $"'{meaning}' is no channel. Write one of: {string.Join(", ", words)}.");
            }

            old[key.Value.ToLowerInvariant()] = meaning;
        }

        form.Close();
        return new(words, old.ToImmutable());
    }

    private static ReasonCodes ReasonCodes(Form form)
    {
        ImmutableArray<ReasonCode> Codes(string key) => form.Words(key, Values.FaultOfCode, (code, words) => new ReasonCode(code, words));
        var codes = new ReasonCodes(Codes("handoffReturned"), Codes("handoffWithdrawn"), Codes("caseClosed"));
        form.Close();
        return codes;
    }

    private static Settings Settings(Form form)
    {
        var settings = new Settings
        {
            HistoryAfterHours = form.Number("historyAfterHours", 1, 8760),
            HandoffAnswerOpenHours = form.Number("handoffAnswerOpenHours", 1, 1000),
            CompleteWithinHours = form.Number("completeWithinHours", 1, 8760),
            FirstSlotDay = form.Number("firstSlotDay", 1, 180),
            SlotMarginDays = form.Number("slotMarginDays", 0, 180),
            CrowdedAbove = form.Number("crowdedAbove", 1, 10_000),
            Languages = form.Words(
                "languages",
                code => code.Length == 3 && code.All(char.IsAsciiLetterLower) ? null : $"'{code}' is no language code. Write the three letters of ISO 639-3, for example spa.",
                (code, words) => new Language(code, words)),
        };
        form.Close();
        return settings;
    }

    private static Dictionary<string, (YamlText Key, ImmutableSortedDictionary<LocalDate, string> Days)> ClosedDays(Form form) =>
        form.Open("closedDays", Values.FaultOfCode, optional: true).ToDictionary(
            e => e.Key.Value, e => (e.Key, Days(form, form.Open(e.Value, $"'{e.Key.Value}'", FaultOfHoliday))), StringComparer.Ordinal);

    private static ImmutableSortedDictionary<LocalDate, string> Days(Form form, IEnumerable<(YamlText Key, YamlTree Value)> entries)
    {
        var days = ImmutableSortedDictionary.CreateBuilder<LocalDate, string>();
        foreach (var (key, value) in entries)
        {
            days[Values.Date(key.Value, out _)] = form.TextOf(value, key.Value);
        }

        return days.ToImmutable();
    }

    private static string? FaultOfHoliday(string text)
    {
        Values.Date(text, out var fault);
        return fault;
    }

    private static List<T> Each<T>(Form form, string key, string what, Func<string, Form, T> read)
    {
        var all = new List<T>();
        foreach (var (code, value) in form.Open(key, Values.FaultOfCode))
        {
            var part = form.Below(value, $"{what} {code.Value}");
            all.Add(read(code.Value, part));
            part.Close();
        }

        return all;
    }

    private static string? ReadTable(Form form, string folder, string name)
    {
        var path = Path.Combine(folder, Path.GetFileName(name));
        if (name.Length > 0 && File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        if (name.Length > 0)
        {
            form.Fault("offices", $"There is no file '{name}' beside this one. Write the name of the table of offices in the same folder.");
        }

        return null;
    }

    private static ImmutableSortedDictionary<string, T> ByCode<T>(IEnumerable<T> items, Func<T, string> code) =>
        items.ToImmutableSortedDictionary(code, i => i, StringComparer.Ordinal);

    private static string Fingerprint(string yaml, string table) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml + "\0" + table)))[..16];
}
