using System.Buffers;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>The values of a text file that do not stand one a line: the elements of an array, or values one behind the other. Found by their brackets; whether they are JSON is seen when they are read.</summary>
internal sealed class JsonValueBlocks(TextBlocks blocks, string source, int maxBytes, bool inArray) : JsonBlocks(blocks, source, maxBytes)
{
    private static readonly SearchValues<byte> s_marks = SearchValues.Create("\"{}[],\n"u8);
    private static readonly SearchValues<byte> s_inText = SearchValues.Create("\"\\\n"u8);
    private static readonly SearchValues<byte> s_blanks = SearchValues.Create(" \t\r"u8);

    // Where a value is being gone through: how much of it, how deep, and whether within a text.
    private int _scanned;
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _inValue;
    private bool _skipping;
    private long _firstLine;
    private bool _opened = !inArray;
    private bool _closed;
    private bool _toldBehind;
    private bool _comma = true;

    protected override int Split()
    {
        int at = 0;
        while (at < Blocks.Length)
        {
            if (_inValue)
            {
                int end = End(at);
                if (end < 0)
                {
                    return Open(at);
                }

                ReadOnlySpan<byte> value = Blocks.Buffer.AsSpan(at, end - at);
                if (!_skipping)
                {
                    Add(at, value.TrimEnd(" \t\r\n"u8), _firstLine);
                }

                (_inValue, _skipping, _scanned) = (false, false, 0);
                at = end;
                continue;
            }

            byte b = Blocks.Buffer[at];
            if (b == (byte)'\n')
            {
                Line++;
                at++;
            }
            else if (s_blanks.Contains(b))
            {
                at++;
            }
            else if (!_opened)
            {
                _opened = true;
                at++;
            }
            else if (_closed)
            {
                Behind(at);
                return Blocks.Length;
            }
            else if (inArray && (b is (byte)',' or (byte)']'))
            {
                Mark(b, at);
                at++;
            }
            else
            {
                if (!_comma)
                {
                    Reject(Blocks.Buffer.AsSpan(at, Math.Min(100, Blocks.Length - at)), Line, RejectReason.InvalidJson, "a comma is expected between the elements of the array");
                }

                (_inValue, _depth, _inText, _scanned, _firstLine, _comma) = (true, 0, false, 0, Line, !inArray);
            }
        }

        return at;
    }

    protected override void AtEnd()
    {
        if (inArray && !_closed)
        {
            Reject([], Line, RejectReason.InvalidJson, "the file ends before the array does (no ]): rows may be missing");
            _closed = true;
        }
    }

    private void Mark(byte b, int at)
    {
        if (b == (byte)']')
        {
            _closed = true;
        }
        else if (_comma)
        {
            Reject(Blocks.Buffer.AsSpan(at, 1), Line, RejectReason.InvalidJson, "an element of the array is expected, a comma was found");
        }

        _comma = true;
    }

    private void Behind(int at)
    {
        if (!_toldBehind)
        {
            Reject(Blocks.Buffer.AsSpan(at, Math.Min(100, Blocks.Length - at)), Line, RejectReason.InvalidJson, "something follows the array; it and what comes after it are not read");
            _toldBehind = true;
        }
    }

    /// <summary>A value that is not whole in this buffer: kept to its end, unless it is too long or nothing follows.</summary>
    private int Open(int at)
    {
        ReadOnlySpan<byte> rest = Blocks.Buffer.AsSpan(at, Blocks.Length - at);
        if (Blocks.IsLast && !_skipping)
        {
            Reject(rest, _firstLine, Blocks.EndsOpen ? RejectReason.Incomplete : RejectReason.InvalidJson, "the file ends in the middle of this object");
            _inValue = false;
            return Blocks.Length;
        }

        if (rest.Length > MaxBytes && !_skipping)
        {
            Reject(rest, _firstLine, RejectReason.TooLong, $"the object has more than {MaxBytes:N0} bytes, the limit (MaxLineBytes)");
            _skipping = true;
        }

        if (_skipping)
        {
            _escaped = _scanned < rest.Length;
            _scanned = 0;
            return Blocks.Length;
        }

        return at;
    }

    /// <summary>Where the value that begins at <paramref name="start"/> ends; -1 where it goes on behind the buffer.</summary>
    private int End(int start)
    {
        ReadOnlySpan<byte> buffer = Blocks.Buffer.AsSpan(0, Blocks.Length);
        int at = start + _scanned + (_escaped ? 1 : 0);
        _escaped = false;
        while (at < buffer.Length)
        {
            int next = buffer[at..].IndexOfAny(_inText ? s_inText : s_marks);
            if (next < 0)
            {
                break;
            }

            at += next;
            byte b = buffer[at];
            if (b == (byte)'\n')
            {
                if (_depth == 0 && !_inText && !inArray)
                {
                    // Something that no bracket ends: it ends with its line.
                    return at;
                }

                Line++;
            }
            else if (_inText && b == (byte)'\\')
            {
                if (at + 1 == buffer.Length)
                {
                    // The escaped character comes with the next buffer.
                    _scanned = at - start;
                    return -1;
                }

                at++;
            }
            else if (b == (byte)'"')
            {
                _inText = !_inText;
            }
            else if (!_inText && _depth == 0 && inArray && (b is (byte)',' or (byte)']'))
            {
                return at;
            }
            else if (!_inText)
            {
                _depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
                if (_depth <= 0 && (b is (byte)'}' or (byte)']'))
                {
                    return at + 1;
                }
            }

            at++;
        }

        _scanned = buffer.Length - start;
        return -1;
    }
}
