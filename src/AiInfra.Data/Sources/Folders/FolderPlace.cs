using System.Text.Json;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Folders;

/// <summary>Which files of a folder were taken.</summary>
internal sealed record FolderPlace
{
    private const string Format = "folder/1";

    /// <summary>Their names and lengths; in order, only the last one's.</summary>
    public required SortedDictionary<string, long> Files { get; init; }

    /// <summary>How many were taken, where names come in order; otherwise 0.</summary>
    public int Taken { get; init; }

    public bool InOrder { get; init; }

    public static FolderPlace Begin(bool inOrder) => new() { Files = new(StringComparer.Ordinal), InOrder = inOrder };

    /// <exception cref="IngestionException">It is no position of a folder, or was kept with the other order.</exception>
    public static FolderPlace Parse(SourcePosition? position, string source, bool inOrder)
    {
        if (position is null)
        {
            return Begin(inOrder);
        }

        FolderPlace place;
        try
        {
            place = JsonSerializer.Deserialize<FolderPlace>(position.Require(Format, source)) ?? throw new JsonException("nothing is there");
        }
        catch (JsonException e)
        {
            throw new IngestionException($"The position kept for '{source}' cannot be read: {e.Message} The dataset is unchanged.", e);
        }

        return place.InOrder == inOrder
            ? place with { Files = new(place.Files, StringComparer.Ordinal) }
            : throw new IngestionException($"'{source}' was read {(place.InOrder ? "in the order of names (InOrder)" : "by all names")} before, and is to be read {(inOrder ? "in the order of names (InOrder)" : "by all names")} now; which files were taken would not be known. Leave InOrder as it was. The dataset is unchanged.");
    }

    public bool Has(string name) => InOrder ? Files.Count > 0 && string.CompareOrdinal(name, Files.Keys.First()) <= 0 : Files.ContainsKey(name);

    public FolderPlace With(string name, long length)
    {
        SortedDictionary<string, long> files = InOrder ? new(StringComparer.Ordinal) : new(Files, StringComparer.Ordinal);
        files[name] = length;
        return this with { Files = files, Taken = InOrder ? Taken + 1 : 0 };
    }

    public SourcePosition ToPosition() => new(Format, JsonSerializer.Serialize(this));
}
