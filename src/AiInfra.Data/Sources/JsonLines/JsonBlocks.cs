using System.Text;
using System.Text.Json;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>The objects of a text file, in blocks: one a line, the elements of an array, or one behind the other over several lines.</summary>
internal abstract class JsonBlocks(TextBlocks blocks, string source, int maxBytes) : IAsyncDisposable
{
    private readonly List<(int Start, int Length, long Line)> _found = [];
    private int _consumed;
    private bool _began;

    public ReadOnlySpan<byte> Buffer => blocks.Buffer;

    public IReadOnlyList<(int Start, int Length, long Line)> Found => _found;

    public List<RejectedRow> Rejected { get; private set; } = [];

    public long BytesRead => blocks.BytesRead;

    /// <summary>The first byte that is not read, in a file of UTF-8.</summary>
    public long Offset => blocks.End - blocks.Length + _consumed;

    /// <summary>Bytes at the end of the file that are no whole line.</summary>
    public long Left => blocks.FileLength - Offset;

    /// <summary>Whether the rest of a line that is too long is still to be passed over.</summary>
    public virtual bool IsSkipping => false;

    protected TextBlocks Blocks => blocks;

    protected int MaxBytes => maxBytes;

    public long Line { get; protected set; } = 1;

    public static async Task<JsonBlocks> OpenAsync(string source, JsonLinesOptions options, CancellationToken cancellationToken)
    {
        TextEncoding encoding = await JsonEncoding.DetectAsync(source, options.Encoding, cancellationToken).ConfigureAwait(false);
        TextBlocks blocks = await TextBlocks.OpenAsync(source, encoding, 0, cancellationToken).ConfigureAwait(false);
        bool any = await blocks.AdvanceAsync(0, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> head = blocks.Buffer.AsMemory(0, blocks.Length);
        return any && IsArray(head.Span) ? new JsonValueBlocks(blocks, source, options.MaxLineBytes, inArray: true)
            : any && GoesOverLines(head.Span) ? new JsonValueBlocks(blocks, source, options.MaxLineBytes, inArray: false)
            : new JsonLineBlocks(blocks, source, options.MaxLineBytes, leavesOpen: false, null);
    }

    /// <summary>Reads a file that grows: from where an earlier reading ended, up to the last line that is whole.</summary>
    /// <exception cref="IngestionException">It is not in UTF-8, or its objects do not stand one a line.</exception>
    public static async Task<JsonBlocks> ContinueAsync(string source, JsonLinesOptions options, GrowingFile? from, CancellationToken cancellationToken)
    {
        TextEncoding encoding = await JsonEncoding.DetectAsync(source, options.Encoding, cancellationToken).ConfigureAwait(false);
        if (!encoding.IsUtf8)
        {
            throw new IngestionException($"'{source}' is read as {encoding.Encoding.WebName}; only a file in UTF-8 can be continued. Write it in UTF-8, or say Append() or Replace(). The dataset is unchanged.");
        }

        TextBlocks blocks = await TextBlocks.OpenAsync(source, encoding, 0, cancellationToken, from?.Offset ?? 0, open: true).ConfigureAwait(false);
        bool any = await blocks.AdvanceAsync(0, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> head = blocks.Buffer.AsMemory(0, blocks.Length);
        if (from is null && any && (IsArray(head.Span) || GoesOverLines(head.Span)))
        {
            await blocks.DisposeAsync().ConfigureAwait(false);
            throw new IngestionException($"The objects of '{source}' stand in an array or over several lines; only a file with one object a line can be continued. Say Append() or Replace(), or write it as JSON Lines. The dataset is unchanged.");
        }

        return new JsonLineBlocks(blocks, source, options.MaxLineBytes, leavesOpen: true, from);
    }

    /// <summary>Finds the objects of the next buffer; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        // The first buffer was read to see how the objects stand in it.
        bool more = !_began || await blocks.AdvanceAsync(_consumed, cancellationToken).ConfigureAwait(false);
        _began = true;
        while (more)
        {
            _found.Clear();
            Rejected = [];
            _consumed = blocks.Length == 0 ? 0 : Split();
            if (_found.Count > 0 || Rejected.Count > 0)
            {
                return true;
            }

            more = await blocks.AdvanceAsync(_consumed, cancellationToken).ConfigureAwait(false);
        }

        _found.Clear();
        _consumed = 0;
        Rejected = [];
        AtEnd();
        return Rejected.Count > 0;
    }

    public ValueTask DisposeAsync() => blocks.DisposeAsync();

    /// <summary>Finds objects in the buffer; gives how many bytes are done with.</summary>
    protected abstract int Split();

    /// <summary>Says what is missing at the end.</summary>
    protected virtual void AtEnd()
    {
    }

    protected void Add(int start, ReadOnlySpan<byte> json, long line)
    {
        if (json.Length > maxBytes)
        {
            Reject(json, line, RejectReason.TooLong, $"the object has {json.Length:N0} bytes, the limit is {maxBytes:N0} (MaxLineBytes)");
        }
        else
        {
            _found.Add((start, json.Length, line));
        }
    }

    protected void Reject(ReadOnlySpan<byte> json, long line, string reason, string detail) =>
        Rejected.Add(new RejectedRow(source, line, null, reason, detail, Encoding.UTF8.GetString(json[..Math.Min(json.Length, 1000)])));

    /// <summary>Whether it is one array: not where the first line is one already and more lines follow.</summary>
    private static bool IsArray(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart(" \t\r\n"u8);
        int end = head.IndexOf((byte)'\n');
        return head is [(byte)'[', ..] && (end < 0 || head[end..].TrimStart(" \t\r\n"u8) is not [(byte)'[', ..] || Whole(head[..end], isFinal: true) != true);
    }

    /// <summary>Whether the first object is not whole on its line, and goes on behind it as JSON does.</summary>
    private static bool GoesOverLines(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart(" \t\r\n"u8);
        int end = head.IndexOf((byte)'\n');
        if (head is not [(byte)'{', ..] || end < 0 || Whole(head[..end], isFinal: true) == true)
        {
            return false;
        }

        return Whole(head, isFinal: false) is null or true;
    }

    /// <summary>Whether a value begins that is whole; null where it may become so; false where it is broken.</summary>
    private static bool? Whole(ReadOnlySpan<byte> json, bool isFinal)
    {
        try
        {
            var reader = new Utf8JsonReader(json, isFinal, default);
            return reader.Read() && reader.TrySkip() ? true : isFinal ? false : null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
