using System.Globalization;
using System.Text.Json;
using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Populations;

/// <summary>A population's folder: a line for every piece that was finished, and the states of the last two rounds. A state counts when its line stands.</summary>
internal sealed class PopulationJournal(string folder)
{
    private readonly string _lines = Path.Combine(folder, "population.jsonl");

    /// <summary>Pieces finished so far. A last line that was cut is left out: its piece is trained again.</summary>
    /// <exception cref="StudyException">The folder is another population's, or damaged.</exception>
    public List<PopulationPiece> Open(string signature)
    {
        Directory.CreateDirectory(folder);
        string head = JsonSerializer.Serialize(signature);
        if (!File.Exists(_lines))
        {
            File.WriteAllText(_lines + ".new", head + "\n");
            File.Move(_lines + ".new", _lines);
            return [];
        }

        string text = File.ReadAllText(_lines);
        string[] lines = text.Split('\n');
        if (lines[0] != head)
        {
            throw new StudyException($"The folder {folder} belongs to another population: {lines[0]}, not {head}. Give this one a folder of its own, or delete that one.");
        }

        // Whatever was written of a line that was cut would run into the next one.
        int whole = text.LastIndexOf('\n') + 1;
        if (whole < text.Length)
        {
            using FileStream file = File.OpenWrite(_lines);
            file.SetLength(System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, whole)));
        }

        var pieces = new List<PopulationPiece>();
        for (int i = 1; i < lines.Length - 1; i++)
        {
            try
            {
                pieces.Add(JsonSerializer.Deserialize<PopulationPiece>(lines[i], s_json) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                throw new StudyException($"Line {i + 1} of {_lines} is no piece of a population: {e.Message} Delete the folder to begin anew.", e);
            }
        }

        return pieces;
    }

    /// <summary>Prepares a member's folder with the state it goes on from.</summary>
    public PopulationMember Begin(int member, int round, int parent, IReadOnlyDictionary<string, ParameterRange> space, IReadOnlyDictionary<string, double> values)
    {
        string work = StateOf(member, round) + ".work";
        foreach (string left in new[] { work, StateOf(member, round) })
        {
            if (Directory.Exists(left))
            {
                Directory.Delete(left, recursive: true);
            }
        }

        Directory.CreateDirectory(work);
        if (round > 0)
        {
            string from = StateOf(parent, round - 1);
            if (!Directory.Exists(from))
            {
                throw new StudyException($"The state of member {parent} after round {round - 1} is gone: {from}. Put it back, or delete the folder {folder} to begin anew.");
            }

            Copy(from, work);
        }

        return new PopulationMember(member, round, work, space, values);
    }

    /// <summary>Keeps a member's state, and notes the piece.</summary>
    public void Finish(PopulationMember member, PopulationPiece piece)
    {
        Directory.Move(member.Folder, StateOf(member.Number, member.Round));
        File.AppendAllText(_lines, JsonSerializer.Serialize(piece, s_json) + "\n");
    }

    /// <summary>Drops the states of a round that nobody goes on from any more.</summary>
    public void Forget(int round, int members)
    {
        for (int member = 0; round >= 0 && member < members; member++)
        {
            if (Directory.Exists(StateOf(member, round)))
            {
                Directory.Delete(StateOf(member, round), recursive: true);
            }
        }
    }

    public string StateOf(int member, int round) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"member-{member}"), string.Create(CultureInfo.InvariantCulture, $"round-{round}"));

    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static void Copy(string from, string to)
    {
        foreach (string path in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, path)));
        }

        foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(path, Path.Combine(to, Path.GetRelativePath(from, path)));
        }
    }
}
