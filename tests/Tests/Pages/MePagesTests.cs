using System.Net;
using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.CheckIns;
using Throughline.Casefile.Hearings;
using Throughline.Casefile.Obligations;
using Throughline.Host;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Pages.Me;
using Throughline.Host.Participant;
using Throughline.Host.Texts;

namespace Throughline.Tests.Pages;

public sealed class MePagesTests
{
    [Fact]
    public async Task The_code_leads_to_what_is_due_and_stays_in_no_address()
    {
        await using var site = await Released();
        var code = Code(site);

        await site.GetAsync("/me?code=" + code);

        Assert.Equal("/me", site.At);
        Assert.Contains("Lo que toca ahora", site.Text, StringComparison.Ordinal);
        Assert.Contains(PersonTime.DayAndTime("es", Adult(site).Slot!.Day, Adult(site).Slot!.Time), site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Wilson", site.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(code, site.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" {0}-{1}-{2} ")]
    [InlineData("{0} {1} {2}")]
    [InlineData("{0}{1}{2}")]
    public async Task A_code_is_read_in_any_case_with_blanks_and_dashes(string written)
    {
        await using var site = await Released();
        var code = Code(site).ToLowerInvariant();
        await site.GetAsync("/me");

        await site.SendAsync(("code", string.Format(null, written, code[..4], code[4..8], code[8..])));

        Assert.Contains("Lo que toca ahora", site.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Q4q8 h7zm 3kx6", null)]
    [InlineData("q4Q8–H7YM–3KX6", "Q4Q8H7YM3KX6")]
    [InlineData("O408-h7ym-3kx6", "Q4Q8H7YM3KX6")]
    [InlineData("Q4Q8H7YM3KX", null)]
    [InlineData("Q4Q8H7YM3KX66", null)]
    [InlineData("", null)]
    public void A_ring_in_a_code_is_a_Q_without_its_tail(string typed, string? code) => Assert.Equal(code, NoticeCodes.Read(typed));

    [Fact]
    public async Task A_wrong_code_leaves_the_address_too_and_after_ten_of_them_one_waits_a_minute()
    {
        await using var site = await Released();
        for (var i = 0; i < 10; i++)
        {
            await site.GetAsync("/me?code=ABCD-ABCD-ABCD");
            Assert.Equal("/me?said=wrong", site.At);
        }

        await site.GetAsync("/me?code=" + Code(site));
        Assert.Contains("Too many tries. Wait one minute", site.Text, StringComparison.Ordinal);

        site.Test.Clock.AdvanceSeconds(61);
        await site.GetAsync("/me?code=" + Code(site));
        Assert.Equal("/me", site.At);
    }

    [Theory]
    [InlineData("/me/check-in")]
    [InlineData("/me/moved")]
    [InlineData("/me/file")]
    [InlineData("/me/file?handler=Download")]
    [InlineData("/me/day")]
    public async Task The_code_alone_opens_nothing_more_than_what_is_due(string page)
    {
        await using var site = await Released();
        await site.GetAsync(page);
        Assert.Equal("/me", site.At);
        await site.GetAsync("/me?code=" + Code(site));

        await site.GetAsync(page);

        Assert.StartsWith("/me/year?then=", site.At, StringComparison.Ordinal);
        Assert.DoesNotContain("Wilson", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_years_the_right_one_opens_nothing_until_the_next_day_and_the_office_is_named()
    {
        await using var site = await Released();
        await site.GetAsync("/me?code=" + Code(site));
        await site.GetAsync("/me/year?then=/me/file");
        for (var year = 1970; year < 1974; year++)
        {
            await site.SendAsync(("year", year.ToString(null, null)));
        }

        await site.SendAsync(("year", "2018"));
        Assert.Contains("Ese año no coincide", site.Text, StringComparison.Ordinal);
        site.Test.Clock.AdvanceMinutes(30);
        await site.SendAsync(("year", "1994"));

        Assert.Contains("Ya no quedan intentos por hoy", site.Text, StringComparison.Ordinal);
        Assert.Contains(PersonTime.Phone(site.Test.Installation.Programme.Offices["DEN"].Phone), site.Text, StringComparison.Ordinal);
        site.Test.Clock.AdvanceHours(24);
        await site.SendAsync(("year", "1994"));
        Assert.Equal("/me/file", site.At);
    }

    [Fact]
    public async Task A_report_is_checked_sent_once_for_the_child_too_and_the_receipt_says_what_was_received()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/check-in");
        await site.SendAsync(("Address", "no"), ("Phone", "yes"), ("Said", "Tengo una cita médica."), ("CallMe", "true"));
        Assert.Contains("También se presenta por Luz", site.Text, StringComparison.Ordinal);
        Assert.Empty(Adult(site).CheckIns);

        await site.SendAsync(("change", "true"));
        Assert.Contains("Tengo una cita médica.", site.Text, StringComparison.Ordinal);
        await site.SendAsync(("Said", "Tengo una cita médica."));
        var form = site.Form(null, ["send"]);
        form.Fields.Add(KeyValuePair.Create("send", "true"));
        await site.PostAsync(form);
        var receipt = site.Text;
        site.Test.Clock.AdvanceSeconds(2);
        await site.PostAsync(form);

        Assert.Equal(receipt, site.Text);
        var report = Assert.Single(Adult(site).CheckIns);
        Assert.Equal("web", report.Channel);
        Assert.Matches("^[346789A-Z]{4}-[346789A-Z]{4}$", report.Receipt);
        Assert.Equal("web", Assert.Single(site.Test.Case("R-2").CheckIns).Channel);
        Assert.Equal(ObligationState.Met, Adult(site).Obligations[0].State);
        Assert.Contains(report.Receipt!, receipt, StringComparison.Ordinal);
        Assert.Contains("Resultado Cumplido, a tiempo", receipt, StringComparison.Ordinal);
        Assert.Contains("¿Sigue viviendo aquí? No ¿Este sigue siendo su teléfono? Sí ¿Hay algo que debamos saber? Tengo una cita médica. ¿Quiere que le llamemos? Sí", receipt, StringComparison.Ordinal);
        await site.GetAsync("/me/check-in?handler=File&receipt=" + report.Receipt);
        Assert.Contains("¿Quiere que le llamemos? Sí", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_missing_is_named_and_the_others_are_kept()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/check-in");

        await site.SendAsync(("Address", "yes"), ("Said", "Trabajo por las mañanas."));

        Assert.Contains("href=\"#Phone\"", site.Html, StringComparison.Ordinal);
        Assert.Contains("Trabajo por las mañanas.", site.Text, StringComparison.Ordinal);
        Assert.Matches("value=\"yes\" checked", site.Html);
    }

    [Fact]
    public async Task A_move_is_told_once_for_the_household_and_names_who_else_must_be_told_until_when()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/moved");
        await site.SendAsync(("addressLine", " "), ("city", "Denver"));
        Assert.Contains("Escriba dónde vive ahora.", site.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Denver\"", site.Html, StringComparison.Ordinal);

        await site.SendAsync(("addressLine", "12 Cedar Lane"), ("unit", "4"), ("state", "co"), ("postalCode", "80219"));

        Assert.All(["R-1", "R-2"], r => Assert.Equal(new Address("12 Cedar Lane", "4", "Denver", "CO", "80219"), site.Test.Case(r).CurrentAddress!.Address));
        Assert.Contains("Formulario EOIR-33, a más tardar el martes 17 de noviembre de 2026.", site.Text, StringComparison.Ordinal);
        Assert.Contains("Formulario AR-11, a más tardar el viernes 20 de noviembre de 2026.", site.Text, StringComparison.Ordinal);
        site.Test.Clock.AdvanceDays(3);
        await site.GetAsync("/me/moved?done=true");
        Assert.Contains("martes 17 de noviembre de 2026", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_did_not_move_along_keeps_the_old_address()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/moved");
        Assert.Contains("Luz", site.Text, StringComparison.Ordinal);
        var before = site.Test.Case("R-2").CurrentAddress;
        var form = site.Form(null, ["addressLine"]);
        Assert.Equal(1, form.Fields.RemoveAll(f => f.Key == "with"));
        form.Fields.RemoveAll(f => f.Key == "addressLine");
        form.Fields.Add(KeyValuePair.Create("addressLine", "12 Cedar Lane"));

        await site.PostAsync(form);

        Assert.Equal("12 Cedar Lane", Adult(site).CurrentAddress!.Address.Line);
        Assert.Equal(before, site.Test.Case("R-2").CurrentAddress);
    }

    [Fact]
    public async Task Where_no_birth_year_is_known_only_what_is_due_is_shown_and_nothing_is_asked()
    {
        await using var site = await Released(("birthDate", ""));
        await site.GetAsync("/me?code=" + Code(site));
        Assert.Contains("Lo que toca ahora", site.Text, StringComparison.Ordinal);

        await site.GetAsync("/me/file");

        Assert.Contains("Aquí solo mostramos lo que toca ahora", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"year\"", site.Html, StringComparison.Ordinal);
        Assert.Contains(PersonTime.Phone(site.Test.Installation.Programme.Offices["DEN"].Phone), site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_not_asked_for_and_the_receipt_asks_where_the_person_lives()
    {
        await using var site = await Opened(("addressLine", ""), ("unit", ""), ("city", ""), ("state", ""), ("postalCode", ""), ("phone", ""));
        Assert.Contains("Son 2 preguntas", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/me/check-in");
        Assert.DoesNotContain("¿Sigue viviendo aquí?", site.Text, StringComparison.Ordinal);

        await site.SendAsync(("Said", ""));
        await site.SendAsync(("send", "true"));

        Assert.Equal(ObligationState.Met, Adult(site).Obligations[0].State);
        Assert.Contains("¿Dónde vive ahora?", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("¿Sigue viviendo aquí?", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_names_the_place_what_happens_there_and_that_no_cache_may_keep_it()
    {
        await using var site = await Opened();

        await site.GetAsync("/me");

        Assert.StartsWith("no-store", site.CacheControl, StringComparison.Ordinal);
        Assert.Contains("Qué pasa ese día", site.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://www.openstreetmap.org/search?query=", site.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_holds_what_was_recorded_about_the_person_and_who_wrote_it()
    {
        await using var site = await Opened();

        await site.GetAsync("/me/file");

        Assert.Contains("Nació el 3 de febrero de 1994", site.Text, StringComparison.Ordinal);
        Assert.Contains("(303) 555-0164", site.Text, StringComparison.Ordinal);
        Assert.Contains("Lo escribió: oficial de ingreso, " + site.Test.Installation.Programme.Stations[TestInstallation.Station.Place!].Name, site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestInstallation.Station.Name, site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_says_that_a_move_was_received_before_one_was_told()
    {
        await using var site = await Opened();

        await site.GetAsync("/me/moved?done=true");

        Assert.DoesNotContain("Recibimos", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_day_is_chosen_for_the_whole_household_among_those_offered_and_no_other()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/day");
        var before = Adult(site).Slot!.Day;
        await site.SendAsync(("day", Adult(site).Obligations[0].Closes.InUtc().Date.PlusDays(90).ToString("uuuu-MM-dd", null)));
        Assert.Contains("Ese día ya no hay lugar", site.Text, StringComparison.Ordinal);
        Assert.Equal(before, Adult(site).Slot!.Day);
        var offered = Regex.Matches(site.Html, "name=\"day\" value=\"([0-9-]{10})\"")[1].Groups[1].Value;

        await site.SendAsync(("day", offered));

        Assert.Equal(offered, Adult(site).Slot!.Day.ToString("uuuu-MM-dd", null));
        Assert.Equal(Adult(site).Slot, site.Test.Case("R-2").Slot);
        Assert.Contains("No ha faltado a nada", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_is_a_calendar_file_in_UTC_with_short_lines()
    {
        await using var site = await Opened();

        await site.GetAsync("/me/calendar.ics");

        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", site.Html, StringComparison.Ordinal);
        Assert.Contains("\r\nDTSTART:" + Adult(site).Slot!.At.ToString("uuuuMMdd'T'HHmmss'Z'", null) + "\r\n", site.Html, StringComparison.Ordinal);
        Assert.All(site.Html.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain("Wilson", site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_shows_each_line_and_who_opened_it_in_which_role_and_why()
    {
        await using var site = await Opened();
        await Accesses.RecordAsync(site.Test.Installation, TestInstallation.Denver, [Adult(site).Id], "He phoned", "/desk/case");

        await site.GetAsync("/me/file");

        Assert.Contains("Le reservaron un lugar", site.Text, StringComparison.Ordinal);
        Assert.Contains(site.Test.Installation.Programme.Offices["DEN"].Name + ", oficial de caso He phoned", site.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Whitfield", site.Html, StringComparison.Ordinal);
        await site.GetAsync("/me/file?handler=Download");
        using var json = System.Text.Json.JsonDocument.Parse(site.Html);
        Assert.Equal(Adult(site).Version, json.RootElement.GetProperty("lines").GetArrayLength());
        Assert.Equal("case officer", json.RootElement.GetProperty("openedBy")[0].GetProperty("role").GetString());
        Assert.DoesNotContain(TestInstallation.Denver.Name, site.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(TestInstallation.Station.Name, site.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_later_is_shown_after_the_second_fact_in_the_court_s_own_time()
    {
        await using var site = await Released();
        var hearing = new HearingSet("H-1", Instant.FromUtc(2027, 1, 12, 15, 30), "America/Denver", "Denver Immigration Court", "4");
        Assert.Null((await new Noticing(site.Test.Installation).SetHearingAsync(TestInstallation.Denver, Adult(site).Id, hearing)).Refused);
        await site.GetAsync("/me?code=" + Code(site));
        Assert.DoesNotContain("Audiencia", site.Text, StringComparison.Ordinal);
        await site.GetAsync("/me/year?then=/me");

        await site.SendAsync(("year", "1994"));

        Assert.Contains("Audiencia en la corte martes 12 de enero de 2027, 8:30 a. m. Denver Immigration Court, 4", site.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_and_an_open_page_end_with_the_window_and_the_office_is_named()
    {
        await using var site = await Opened();
        site.Test.Clock.Advance(Adult(site).Obligations.Max(o => o.Closes) - site.Test.Clock.GetCurrentInstant() + Duration.FromMinutes(1));

        await site.GetAsync("/me/file");
        Assert.Equal("/me", site.At);
        await site.GetAsync("/me?code=" + Code(site));

        Assert.DoesNotContain(Code(site), site.At, StringComparison.Ordinal);
        Assert.Contains(PersonTime.Phone(site.Test.Installation.Programme.Offices["DEN"].Phone), site.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("real")]
    [InlineData("demonstration")]
    public async Task The_person_s_side_works_in_a_real_store_and_in_a_demonstration(string mode)
    {
        await using var site = await Released();
        site.Test.Installation.Decide(Enum.Parse<StoreMode>(mode, ignoreCase: true));

        await site.GetAsync("/me?code=" + Code(site));

        Assert.Equal(HttpStatusCode.OK, site.Status);
        Assert.Contains("Lo que toca ahora", site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_language_keeps_the_page_and_its_receipt()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/check-in");
        await site.SendAsync(("Address", "yes"), ("Phone", "yes"));
        await site.SendAsync(("send", "true"));
        var code = Adult(site).CheckIns[0].Receipt!;

        await site.GetAsync("/me/check-in" + WebUtility.HtmlDecode(Regex.Match(site.Html, "href=\"([^\"]*lang=en)\"").Groups[1].Value));

        Assert.Contains("We received your report", site.Text, StringComparison.Ordinal);
        Assert.Contains(code, site.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_acted_is_a_case_number_because_the_log_keeps_it_in_the_clear()
    {
        await using var site = await Opened();
        await site.GetAsync("/me/moved");
        await site.SendAsync(("addressLine", "12 Cedar Lane"));

        var line = site.Test.Installation.Cases.Load(Adult(site).Id)!.Events.Last();

        Assert.Equal(new Actor(Roles.Person, Adult(site).Id.ToString()), line.Who);
    }

    [Fact]
    public void Every_kind_of_line_has_words_in_both_languages()
    {
        var kinds = typeof(CaseEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CaseEvent)) && !t.IsAbstract).ToList();
        var keys = kinds.Select(k => FileLines.KeyOf((CaseEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(k))).ToList();

        Assert.All(keys, k => Assert.True(NoticeTexts.Has(k), k));
        Assert.Equal(kinds.Count, keys.Distinct().Count());
    }

    [Theory]
    [InlineData(true, true, false, null)]
    [InlineData(false, false, true, "Words\nin two lines")]
    [InlineData(true, null, true, null)]
    [InlineData(false, null, false, "The phone")]
    [InlineData(null, true, false, "No fixed place")]
    public void What_was_told_on_the_page_is_read_back_from_the_record(bool? address, bool? phone, bool call, string? words)
    {
        var told = new ToldOnPage(address, phone, call, words);

        Assert.Equal(told, ToldOnPage.Read(told.ToText(), address is not null, phone is not null));
    }

    [Fact]
    public void Five_working_days_pass_over_a_weekend() => Assert.Equal(new LocalDate(2026, 11, 17), MovedModel.WorkingDays(new LocalDate(2026, 11, 10), 5));

    private static Case Adult(TestSite site) => site.Test.Case("R-1");

    private static string Code(TestSite site) => Adult(site).Notices.Values.Single(n => n.Code is not null).Code!;

    /// <summary>A father and his small daughter, on their way to Aurora.</summary>
    private static async Task<TestSite> Released(params (string, string)[] adult)
    {
        var site = await TestSite.StartAsync();
        var t = site.Test;
        var outcome = await t.Releasing.RecordHouseholdAsync(TestInstallation.Station,
        [
            t.Submission([("recordId", "R-1"), ("familyUnitId", "F-1"), ("givenName", "Wilson"), ("phone", "+13035550164"), .. adult]),
            t.Submission(("recordId", "R-2"), ("familyUnitId", "F-1"), ("givenName", "Luz"), ("birthDate", "2018-05-06")),
        ]);
        Assert.Null(outcome.Refused);
        return site;
    }

    internal static async Task<TestSite> Opened(params (string, string)[] adult)
    {
        var site = await Released(adult);
        await site.GetAsync("/me?code=" + Code(site));
        await site.GetAsync("/me/year?then=/me");
        await site.SendAsync(("year", "1994"));
        Assert.Contains("Hola, Wilson", site.Text, StringComparison.Ordinal);
        return site;
    }
}
