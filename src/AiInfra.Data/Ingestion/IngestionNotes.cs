namespace AiInfra.Data.Ingestion;

/// <summary>The notes of a run: each once, with its counts added up.</summary>
internal sealed class IngestionNotes(string source, bool strict)
{
    /// <summary>Under which name a commit and a run keep them, a line each.</summary>
    public const string Key = "ingestion.notes";

    private const int MostKept = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IngestionNoteKind, string?, string), int> _places = [];
    private readonly List<IngestionNote> _notes = [];

    /// <exception cref="IngestionException">One is a guess, and the ingestion is strict.</exception>
    public void Add(IReadOnlyList<IngestionNote> notes)
    {
        lock (_lock)
        {
            foreach (IngestionNote note in notes)
            {
                if (_places.TryGetValue((note.Kind, note.Column, note.Text), out int at))
                {
                    _notes[at] = _notes[at] with { Count = _notes[at].Count + note.Count, IsGuess = _notes[at].IsGuess || note.IsGuess };
                }
                else
                {
                    _places.Add((note.Kind, note.Column, note.Text), _notes.Count);
                    _notes.Add(note);
                }
            }
        }

        if (strict && notes.Where(n => n.IsGuess).ToArray() is { Length: > 0 } guesses)
        {
            throw new IngestionException($"How '{source}' is to be read would be a guess, and this ingestion is strict. {string.Join(" ", guesses.Select(g => g.ToString()))} The dataset is unchanged.");
        }
    }

    /// <summary>The lines that are kept; empty where there is nothing to tell.</summary>
    public static string Lines(IReadOnlyList<IngestionNote> notes) =>
        string.Join('\n', notes.OrderByDescending(n => n.IsGuess).Take(MostKept).Select(n => n.ToString())) + (notes.Count > MostKept ? $"\n… and {notes.Count - MostKept:N0} more" : "");

    /// <summary>A commit's metadata with the notes beside.</summary>
    public IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> metadata)
    {
        string lines = Lines(ToArray());
        return lines.Length == 0 ? metadata : new Dictionary<string, string>(metadata) { [Key] = lines };
    }

    public IngestionNote[] ToArray()
    {
        lock (_lock)
        {
            return [.. _notes];
        }
    }
}
