using System.Text;

namespace AiInfra.Data.Sources.Csv;

/// <summary>The records of a file, block by block.</summary>
internal sealed class CsvRecords : IAsyncDisposable
{
    private readonly TextBlocks _blocks;
    private readonly CsvTokenizer _tokenizer;
    private readonly string _source;
    private int _consumed;

    private CsvRecords(TextBlocks blocks, CsvTokenizer tokenizer, string source)
    {
        _blocks = blocks;
        _tokenizer = tokenizer;
        _source = source;
    }

    /// <summary>The bytes that the fields of the last block point into.</summary>
    public ReadOnlySpan<byte> Buffer => _blocks.Buffer;

    public string[]? Header => _tokenizer.Header;

    public long BytesRead => _blocks.BytesRead;

    public static async Task<CsvRecords> OpenAsync(string path, TextEncoding encoding, CsvDialect dialect, bool hasHeader, CancellationToken cancellationToken)
    {
        TextBlocks blocks = await TextBlocks.OpenAsync(path, encoding, CsvTokenizer.Slack, cancellationToken).ConfigureAwait(false);
        return new CsvRecords(blocks, new CsvTokenizer(dialect, path, hasHeader), path);
    }

    /// <summary>Reads the next block; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CsvBlock block, int columns, CancellationToken cancellationToken)
    {
        while (await _blocks.AdvanceAsync(_consumed, cancellationToken).ConfigureAwait(false))
        {
            block.Clear();
            bool whole = _blocks.IsLast && !_blocks.EndsOpen;
            _consumed = _tokenizer.Read(_blocks.Buffer, _blocks.Length, whole, columns, block);
            if (_blocks.IsLast && _consumed < _blocks.Length)
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
