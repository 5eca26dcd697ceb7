using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>The lines of a text file that are not blank.</summary>
internal sealed class JsonLineBlocks : JsonBlocks
{
    private readonly bool _leavesOpen;
    private bool _skipping;

    public JsonLineBlocks(TextBlocks blocks, string source, int maxBytes, bool leavesOpen, GrowingFile? from)
        : base(blocks, source, maxBytes)
    {
        _leavesOpen = leavesOpen;
        _skipping = from is { Skip: > 0 };
        Line = from?.Line ?? 1;
    }

    public override bool IsSkipping => _skipping;

    protected override int Split()
    {
        int at = 0;
        while (at < Blocks.Length)
        {
            ReadOnlySpan<byte> rest = Blocks.Buffer.AsSpan(at, Blocks.Length - at);
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && Blocks.IsLast && _leavesOpen && !_skipping && rest.Length <= MaxBytes)
            {
                return at;
            }

            if (end < 0 && Blocks.IsLast && !_skipping && !_leavesOpen)
            {
                if (Blocks.EndsOpen)
                {
                    Reject(rest, Line, RejectReason.Incomplete, "the file grew while it was read, and at the length it had at first this line was not whole; it comes with the next reading");
                }
                else
                {
                    AddLine(at, rest);
                }

                return Blocks.Length;
            }

            if (end < 0 && !_skipping && rest.Length > MaxBytes)
            {
                Reject(rest, Line, RejectReason.TooLong, $"the line has more than {MaxBytes:N0} bytes, the limit (MaxLineBytes)");
                _skipping = true;
            }

            if (end < 0)
            {
                return _skipping ? Blocks.Length : at;
            }

            if (_skipping)
            {
                _skipping = false;
            }
            else
            {
                AddLine(at, rest[..end]);
            }

            Line++;
            at += end + 1;
        }

        return at;
    }

    private void AddLine(int at, ReadOnlySpan<byte> line)
    {
        if (line.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0)
        {
            Add(at, line, Line);
        }
    }
}
