using CsCheck;
using NodaTime;
using Throughline.Casefile.Programmes;
using static Throughline.Tests.Programmes.Demonstration;

namespace Throughline.Tests.Programmes;

public sealed class SlotRulesTests
{
    private static readonly Settings Settings = Shipped.Settings;
    // A Monday; day 10 is Thursday 1 April, the last possible day Friday 14 May, the window ends on Friday 21 May.
    private static readonly Instant Monday = At(Denver, 2021, 3, 22, 17);

    [Fact]
    public void The_first_slot_of_an_empty_calendar_is_at_opening_on_day_ten() =>
        Assert.Equal(
            new(new(2021, 4, 1), new(8, 0), At(Denver, 2021, 4, 1, 8), AfterWindow: false),
            SlotRules.Choose(Denver, _ => 0, 1, Monday, 60, Settings));

    [Fact]
    public void The_emptiest_day_is_offered_and_the_earliest_of_equals() =>
        Assert.Equal(new(2021, 4, 6), Chosen(day => day.Day is 6 or 8 ? 3 : 4)!.Day);

    [Theory]
    [InlineData(15, 0, true)]
    [InlineData(14, 59, false)]
    public void The_last_slot_of_the_last_day_keeps_the_margin_to_the_minute(int hour, int minute, bool isInTime)
    {
        // The last slot of a day is at 15:00; the window of a release on 15 March ends on 14 May, five days before is 9 May.
        var everyDay = Denver.OpenEveryDay();
        var released = At(everyDay, 2021, 3, 15, hour, minute);
        var last = new LocalDate(2021, 5, 9);
        var offer = SlotRules.Choose(everyDay, day => day == last ? 0 : 20, 1, released, 60, Settings);

        Assert.Equal((last, !isInTime), (offer!.Day, offer.AfterWindow));
    }

    [Fact]
    public void The_time_of_day_follows_how_full_the_day_is_in_steps_of_twenty_minutes()
    {
        // 22 steps from 08:00 to 15:00 for 20 people.
        var times = Enumerable.Range(0, 20).Select(taken => Chosen(_ => taken)!.Time).ToList();

        Assert.Equal([new(8, 0), new(8, 20), new(8, 40)], times.Take(3));
        Assert.Equal(new(14, 40), times[^1]);
        Assert.All(times, t => Assert.Equal(0, t.Minute % 20));
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void A_full_calendar_moves_the_due_date_and_not_the_person()
    {
        var offer = Chosen(day => day <= new LocalDate(2021, 6, 11) ? 20 : 19)!;

        Assert.Equal((new LocalDate(2021, 6, 14), true), (offer.Day, offer.AfterWindow));
        Assert.Equal(offer.At + Duration.FromDays(5), SlotRules.Due(offer, Monday, 60, Settings));
    }

    [Fact]
    public void A_slot_in_time_leaves_the_window_as_it_is() =>
        Assert.Equal(Monday + Duration.FromHours(60 * 24), SlotRules.Due(Chosen(_ => 0), Monday, 60, Settings));

    [Fact]
    public void What_was_not_offered_is_not_due()
    {
        Assert.Null(Chosen(_ => 20));
        Assert.Null(SlotRules.Due(null, Monday, 60, Settings));
    }

    [Fact]
    public void The_intake_desk_books_no_slots() =>
        Assert.Null(SlotRules.Choose(Shipped.IntakeDesk, _ => 0, 1, Monday, 60, Settings));

    [Fact]
    public void A_household_larger_than_a_day_gets_a_day_of_its_own()
    {
        var offer = SlotRules.Choose(Denver, day => day.Day == 15 ? 0 : 1, 21, Monday, 60, Settings)!;

        Assert.Equal((new LocalDate(2021, 4, 15), false), (offer.Day, offer.AfterWindow));
        Assert.Null(SlotRules.Choose(Denver, _ => 1, 21, Monday, 60, Settings));
    }

    [Fact]
    public void A_rebooking_offers_no_day_that_has_passed()
    {
        var offer = SlotRules.Choose(Denver, _ => 0, 1, Monday, 60, Settings, notBefore: new(2021, 5, 8))!;
        var late = SlotRules.Choose(Denver, _ => 0, 1, Monday, 60, Settings, notBefore: new(2021, 7, 4))!;

        Assert.Equal((new LocalDate(2021, 5, 10), false), (offer.Day, offer.AfterWindow));
        Assert.Equal((new LocalDate(2021, 7, 6), true), (late.Day, late.AfterWindow));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(10, 1)]
    [InlineData(15, 3)]
    [InlineData(21, 9)]
    [InlineData(22, 10)]
    [InlineData(60, 10)]
    public void A_short_window_brings_the_first_day_forward(int windowDays, int firstDay)
    {
        var everyDay = Denver.OpenEveryDay();
        var offer = SlotRules.Choose(everyDay, _ => 0, 1, Monday, windowDays, Settings)!;

        Assert.Equal((new LocalDate(2021, 3, 22).PlusDays(firstDay), false), (offer.Day, offer.AfterWindow));
    }

    [Fact]
    public void Every_window_of_fifteen_days_holds_a_slot_in_time_when_the_office_is_empty() =>
        Gen.Int[0, 365 * 24].Sample(
            hours => SlotRules.Choose(Denver, _ => 0, 5, Monday + Duration.FromHours(hours), 15, Settings) is { AfterWindow: false }, iter: 2000);

    [Fact]
    public void A_slot_is_never_before_day_ten_nor_on_a_closed_day_nor_within_the_margin_nor_overbooked() =>
        Gen.Select(Gen.Int[0, Shipped.Offices.Count - 1], Gen.Int[0, 3 * 365 * 24 * 60], Gen.Int[22, 120], Gen.Int[1, 90], Gen.UInt).Sample(
            (which, minutes, windowDays, places, seed) =>
            {
                var office = Shipped.Offices.Values.ElementAt(which);
                var released = Instant.FromUtc(2021, 1, 1, 0, 0) + Duration.FromMinutes(minutes);
                int Taken(LocalDate day) => (int)((uint)HashCode.Combine(day.DayOfYear, day.Year, seed) % (uint)(office.SlotsPerDay + 2));
                var offer = SlotRules.Choose(office, Taken, places, released, windowDays, Settings);
                if (offer is null)
                {
                    return office.SlotsPerDay == 0 || places > office.SlotsPerDay / 2;
                }

                var day = offer.At.InZone(office.Zone);
                return day.Date == offer.Day && day.TimeOfDay == offer.Time
                    && new OfficeCalendar(office).IsOpen(offer.Day)
                    && offer.Time >= office.Opens && offer.Time <= office.Closes.PlusHours(-1)
                    && offer.Day >= released.InZone(office.Zone).Date.PlusDays(10)
                    && (offer.AfterWindow || offer.At <= SlotRules.WindowEnd(released, windowDays) - Duration.FromDays(5))
                    && SlotRules.Due(offer, released, windowDays, Settings) >= offer.At + Duration.FromDays(5)
                    && (Taken(offer.Day) == 0 || Taken(offer.Day) + places <= office.SlotsPerDay);
            }, iter: 2000);

    [Fact]
    public void Eight_thousand_households_of_one_day_spread_within_one_place_of_an_even_share()
    {
        var office = Denver with { SlotsPerDay = 400 };
        var taken = new Dictionary<LocalDate, int>();
        for (var i = 0; i < 8000; i++)
        {
            var offer = SlotRules.Choose(office, day => taken.GetValueOrDefault(day), 1, Monday, 60, Settings)!;
            Assert.False(offer.AfterWindow);
            taken[offer.Day] = taken.GetValueOrDefault(offer.Day) + 1;
        }

        Assert.Equal(32, taken.Count);
        Assert.All(taken.Values, count => Assert.InRange(count, (8000 / 32) - 1, (8000 / 32) + 1));
    }

    [Fact]
    public void Households_of_every_size_spread_within_one_largest_household()
    {
        var office = Denver with { SlotsPerDay = 900 };
        Gen.Int[1, 6].Array[8000].Sample(sizes =>
        {
            var taken = new Dictionary<LocalDate, int>();
            foreach (var size in sizes)
            {
                var day = SlotRules.Choose(office, d => taken.GetValueOrDefault(d), size, Monday, 60, Settings)!.Day;
                taken[day] = taken.GetValueOrDefault(day) + size;
            }

            return taken.Values.Sum() == sizes.Sum() && taken.Values.Max() - taken.Values.Min() <= 6;
        }, iter: 2);
    }

    private static SlotOffer? Chosen(Func<LocalDate, int> taken) => SlotRules.Choose(Denver, taken, 1, Monday, 60, Settings);
}
