using System.Text;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.Csv;

/// <summary>The records of a file, block by block.</summary>
internal sealed class CsvRecords : IAsyncDisposable
{
    private readonly TextBlocks _blocks;
    private readonly CsvTokenizer _tokenizer;
    private readonly string _source;
    private readonly bool _leavesOpen;
    private int _consumed;

    private CsvRecords(TextBlocks blocks, CsvTokenizer tokenizer, string source, bool leavesOpen)
    {
        _leavesOpen = leavesOpen;
        _blocks = blocks;
        _tokenizer = tokenizer;
        _source = source;
    }

    /// <summary>The bytes that the fields of the last block point into.</summary>
    public ReadOnlySpan<byte> Buffer => _blocks.Buffer;

    public string[]? Header => _tokenizer.Header;

    public long BytesRead => _blocks.BytesRead;

    /// <summary>The first byte that is not read, in a file of UTF-8.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes at the end of the file that are no whole record.</summary>
    public long Left => _blocks.FileLength - Offset;

    public long Line => _tokenizer.Line;

    public int Skipping => _tokenizer.Skipping;

    public int Blanks => _tokenizer.Blanks;

    public static async Task<CsvRecords> OpenAsync(string path, TextEncoding encoding, CsvDialect dialect, bool hasHeader, CancellationToken cancellationToken)
    {
        TextBlocks blocks = await TextBlocks.OpenAsync(path, encoding, CsvTokenizer.Slack, cancellationToken).ConfigureAwait(false);
        return new CsvRecords(blocks, new CsvTokenizer(dialect, path, hasHeader), path, leavesOpen: false);
    }

    /// <summary>Reads a file of UTF-8 that grows: from where an earlier reading ended, up to the last record that is whole.</summary>
    public static async Task<CsvRecords> ContinueAsync(string path, TextEncoding encoding, CsvDialect dialect, bool hasHeader, GrowingFile? from, CancellationToken cancellationToken)
    {
        TextBlocks blocks = await TextBlocks.OpenAsync(path, encoding, CsvTokenizer.Slack, cancellationToken, from?.Offset ?? 0, open: true).ConfigureAwait(false);
        var tokenizer = new CsvTokenizer(dialect, path, hasHeader && from is null);
        if (from is not null)
        {
            tokenizer.Resume(from.Line, from.Skip, from.Blanks);
        }

        return new CsvRecords(blocks, tokenizer, path, leavesOpen: true) { Offset = from?.Offset ?? 0 };
    }

    /// <summary>Reads the next block; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CsvBlock block, int columns, CancellationToken cancellationToken)
    {
        while (await _blocks.AdvanceAsync(_consumed, cancellationToken).ConfigureAwait(false))
        {
            block.Clear();
            bool whole = _blocks.IsLast && !_blocks.EndsOpen;
            _consumed = _tokenizer.Read(_blocks.Buffer, _blocks.Length, whole, columns, block);
            Offset = _blocks.End - _blocks.Length + _consumed;
            if (_leavesOpen && _blocks.IsLast)
            {
                _consumed = _blocks.Length;
            }
            else if (_blocks.IsLast && _consumed < _blocks.Length)
            {
                string rest = Encoding.UTF8.GetString(_blocks.Buffer.AsSpan(_consumed, Math.Min(_blocks.Length - _consumed, 1000)));
                block.Rejected.Add(new RejectedRow(_source, _tokenizer.Line, null, RejectReason.Incomplete, "the file grew while it was read, and at the length it had at first this record was not whole; it comes with the next reading", rest));
                _consumed = _blocks.Length;
            }

            if (block.Records > 0 || block.Rejected.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    public ValueTask DisposeAsync() => _blocks.DisposeAsync();
}
