using System.Security.Cryptography;
using System.Text.Json;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Files;

/// <summary>How far a text file that grows was read, and how its beginning and the last bytes that were read look, so that another file in its place is known.</summary>
internal sealed record GrowingFile
{
    private const int HeadBytes = 1 << 16;
    private const int TailBytes = 1 << 12;

    /// <summary>The first byte not read.</summary>
    public required long Offset { get; init; }

    /// <summary>The line on which it stands, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>Lines to pass over first: the rest of a record that was too long.</summary>
    public int Skip { get; init; }

    /// <summary>Blank lines before it that wait for another record.</summary>
    public int Blanks { get; init; }

    /// <summary>Records from which the columns were found out.</summary>
    public required int Sample { get; init; }

    /// <summary>Digest of what was found out of them.</summary>
    public required string Form { get; init; }

    /// <summary>Digest of the file's beginning and of the last bytes read.</summary>
    public string Marks { get; init; } = "";

    /// <summary>Reads a position, and checks that the file is still the one it is of.</summary>
    /// <exception cref="IngestionException">It is of another format, or the file is shorter than it was or begins otherwise.</exception>
    public static async Task<GrowingFile?> ResumeAsync(string path, string format, SourcePosition? position, CancellationToken cancellationToken)
    {
        if (position is null)
        {
            return null;
        }

        string value = position.Require(format, path);
        GrowingFile place;
        try
        {
            place = JsonSerializer.Deserialize<GrowingFile>(value) ?? throw new JsonException("nothing is there");
        }
        catch (JsonException e)
        {
            throw new IngestionException($"The position kept for '{path}' cannot be read: {e.Message} Continue under another name (Continue(\"…\")) to start at the beginning. The dataset is unchanged.", e);
        }

        SourceFileStream file = SourceFileStream.Open(path);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length < place.Offset)
            {
                throw Replaced(path, $"it was read up to byte {place.Offset:N0} and has {file.Length:N0} now");
            }
        }

        return await MarksAsync(path, place.Offset, cancellationToken).ConfigureAwait(false) == place.Marks
            ? place
            : throw Replaced(path, $"the bytes that were read, up to {place.Offset:N0}, are others now");
    }

    public async Task<SourcePosition> ToPositionAsync(string path, string format, CancellationToken cancellationToken) =>
        new(format, JsonSerializer.Serialize(this with { Marks = await MarksAsync(path, Offset, cancellationToken).ConfigureAwait(false) }));

    /// <exception cref="IngestionException">What the beginning says of the columns is not what it said when the file was first read.</exception>
    public void RequireForm(string form, string path)
    {
        if (Form != form)
        {
            throw new IngestionException($"'{path}' would be read otherwise than before: delimiter, names, decimal marks, order of dates or words for nothing are others than those found when it was first read, although its beginning is the same. Were the options changed, or is another version reading it? Read as before, or take the file under another name (Continue(\"…\")), which starts at the beginning. The dataset is unchanged.");
        }
    }

    /// <summary>Digest of whatever decides how a file is read.</summary>
    public static string FormOf(IEnumerable<string> decided) => Digest(JsonSerializer.SerializeToUtf8Bytes(decided));

    /// <summary>What the report says of an end that is not whole yet.</summary>
    public static IReadOnlyList<IngestionNote> NotWhole(long bytes) => bytes == 0
        ? []
        : [new IngestionNote(IngestionNoteKind.Skipped, "the end of the file is no whole line yet; it is read when its line end is there") { Count = 1 }];

    private static IngestionException Replaced(string path, string why) =>
        new($"'{path}' is not the file that was read before: {why}. Only a file that grows at its end can be continued. Where it was cut, rotated or written anew, take it under another name (Continue(\"…\")), which starts at its beginning, or say Append() or Replace(). The dataset is unchanged.");

    private static async Task<string> MarksAsync(string path, long offset, CancellationToken cancellationToken)
    {
        byte[] head = await ReadAsync(path, 0, (int)Math.Min(offset, HeadBytes), cancellationToken).ConfigureAwait(false);
        int last = (int)Math.Min(offset, TailBytes);
        byte[] tail = await ReadAsync(path, offset - last, last, cancellationToken).ConfigureAwait(false);
        return Digest([.. head, .. tail]);
    }

    private static async Task<byte[]> ReadAsync(string path, long start, int length, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[length];
        SourceFileStream file = SourceFileStream.Open(path, start);
        await using (file.ConfigureAwait(false))
        {
            await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes)[..16]);
}
