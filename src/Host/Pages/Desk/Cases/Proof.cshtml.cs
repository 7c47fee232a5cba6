using Microsoft.AspNetCore.Mvc;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Host.Parts;

namespace Throughline.Host.Pages.Desk.Cases;

/// <summary>A proof of the current address, or the letter that will bring one: ask, check answers, done. Only the check records, and only it uses a try.</summary>
internal sealed class ProofModel(Installation installation, AddressProving proving) : JourneyPage(installation)
{
    private const string Send = "send", Letter = "code";

    [BindProperty]
    public string? How { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public string Address => IsShielded ? "" : Telling.Line(Opened.State.CurrentAddress?.Address ?? Casefile.Addresses.Address.None) + ".";

    public static IEnumerable<Choice> Ways =>
    [
        new(Letter, "The person tells the code from our letter"),
        new("document", "I saw a document with name and address"),
        new("visit", "Somebody of the office visited the person there"),
        new("word", "The person says so"),
        new(Send, "None of these yet: send a letter with a code"),
    ];

    public string Chosen => Ways.FirstOrDefault(w => w.Value == How)?.Word ?? "";

    public string Told => (How == Letter ? Code : Note) is { } told && !string.IsNullOrWhiteSpace(told) ? told : "nothing more";

    public async Task<IActionResult> OnGetAsync(string id) => Begin(await FindAsync(id));

    public async Task<IActionResult> OnPostAsync(string id, bool checkedAnswers, bool change)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        // Whether a code is right is told by the recording alone: a look at the answers must not be a free try.
        if (Wrong() is { } wrong)
        {
            ModelState.AddModelError(wrong == AddressProofRules.DocumentNeeded ? nameof(Note) : How == Letter ? nameof(Code) : nameof(How), wrong.Sentence);
        }

        if (!MayRecord(checkedAnswers, change))
        {
            return Page();
        }

        var number = Opened.State.Id;
        var outcome = How switch
        {
            Send => await proving.SendLetterAsync(Who, number, Version),
            Letter => await proving.TellAsync(Who, number, Code, Version),
            _ => await proving.ProveAsync(Who, number, Grade, Note, Version),
        };
        if (AddressProving.WasWrong(outcome))
        {
            (IsChecking, Version) = (false, Version + 1);
            ModelState.Clear();
            ModelState.AddModelError(nameof(Code), "This is not the code in our last letter. Compare each character with the person; after five wrong ones another letter must go out.");
            return Page();
        }

        return End(outcome, How == Send ? "A letter with a code goes out." : "The proof of the address is recorded.");
    }

    private AddressProofGrade? Grade => How switch { "document" => AddressProofGrade.Document, "visit" => AddressProofGrade.Visit, "word" => AddressProofGrade.Word, _ => null };

    private Refusal? Wrong()
    {
        var state = Installation.Cases.Load(Opened.State.Id)!.State;
        return How switch
        {
            Send => AddressProofRules.SendLetter(state, "", Now).Refused,
            Letter => AddressProofRules.Tell(state, NoticeCodes.ReadFromLetter(Code), Now).Refused,
            _ => AddressProofRules.Prove(state, Grade, Note, Now).Refused,
        };
    }

    private async Task<bool> FindAsync(string id) => await OpenAsync(id, Sight.Act, "confirm an address") && Opened.State is { Release: not null, Erased: null };
}
