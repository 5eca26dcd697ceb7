using System.Numerics;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Splits a buffer into records and fields as RFC 4180 says, 64 bytes at a time. A record whose quotes are wrong costs its first line only: reading goes on at the next line.</summary>
internal sealed class CsvTokenizer(CsvDialect dialect, string source, bool hasHeader)
{
    /// <summary>Bytes after the content of a buffer that must be readable.</summary>
    public const int Slack = 64;

    private readonly CsvRecordEnds _ends = new(dialect, source, hasHeader);
    private int _skipping = dialect.Preamble;

    /// <summary>The first record's fields, where it is a header; null before it was read.</summary>
    public string[]? Header => _ends.Header;

    /// <summary>Line on which the next record begins.</summary>
    public long Line { get; set; } = 1;

    /// <summary>Lines that are still to be passed over.</summary>
    public int Skipping => _skipping;

    /// <summary>Blank lines that wait for another record.</summary>
    public int Blanks => _ends.Blanks.Count;

    /// <summary>Goes on where another tokenizer of the same file ended.</summary>
    public void Resume(long line, int skip, int blanks)
    {
        Line = line;
        _skipping = skip;
        for (int i = 0; i < blanks; i++)
        {
            _ends.Blanks.Add(line - blanks + i);
        }
    }

    /// <summary>Finds the whole records in <paramref name="buffer"/>.</summary>
    /// <param name="buffer">At least <paramref name="length"/> + <see cref="Slack"/> bytes.</param>
    /// <param name="length">Bytes of content.</param>
    /// <param name="isLast">Whether nothing follows, so that the last record needs no line end.</param>
    /// <param name="columns">Fields a record must have; 0 takes any number.</param>
    /// <param name="block">Where the records go.</param>
    /// <returns>Bytes consumed; the rest is the beginning of a record that is not whole yet.</returns>
    public int Read(ReadOnlySpan<byte> buffer, int length, bool isLast, int columns, CsvBlock block)
    {
        int at = 0;
        while (at < length)
        {
            if (_skipping > 0)
            {
                int end = buffer[at..length].IndexOf(dialect.NewLine);
                if (end < 0)
                {
                    return length;
                }

                _skipping--;
                at += end + 1;
                Line++;
                continue;
            }

            at = ReadRecords(buffer, at, length, columns, block, out CsvStop stop);
            if (stop == CsvStop.End && !isLast && length - at <= dialect.MaxRecordBytes)
            {
                return at;
            }

            switch (stop)
            {
                case CsvStop.End when isLast && length - at <= dialect.MaxRecordBytes:
                    at = ReadRecords(buffer, at, length, columns, block, out stop, virtualEnd: true);
                    if (stop != CsvStop.Record)
                    {
                        at = RejectLine(buffer, at, length, isLast, block, stop);
                    }

                    break;
                case CsvStop.End:
                    block.Rejected.Add(_ends.Reject(buffer, at, length, Line, RejectReason.TooLong, $"the record has more than {dialect.MaxRecordBytes:N0} bytes, the limit (MaxRecordBytes)"));
                    _skipping++;
                    break;
                case CsvStop.UnclosedQuote when !isLast && length - at <= dialect.MaxRecordBytes:
                    return at;
                case CsvStop.UnclosedQuote or CsvStop.MalformedQuote or CsvStop.TooManyFields:
                    at = RejectLine(buffer, at, length, isLast, block, stop);
                    break;
                default:
                    break;
            }
        }

        return at;
    }

    /// <summary>Reads records until the content ends or one is wrong; gives the offset at which the record not taken begins.</summary>
    private int ReadRecords(ReadOnlySpan<byte> buffer, int at, int length, int columns, CsvBlock block, out CsvStop stop, bool virtualEnd = false)
    {
        byte delimiter = dialect.Delimiter, newLine = dialect.NewLine;
        byte quote = dialect.Quote;
        bool blanks = delimiter == (byte)' ', trim = dialect.TrimBlanks || blanks, quotes = quote != 0, comments = dialect.Comment.Length > 0;
        int recordStart = at, firstField = block.Fields, fieldStart = at, innerLines = 0;
        int maskBase = at;
        ulong mask = CsvScan.Mask(buffer, maskBase, delimiter, newLine);
        while (true)
        {
            int first = fieldStart;
            if (first == recordStart && newLine == (byte)'\r')
            {
                // The second half of a line end of two characters.
                while (first < length && buffer[first] == (byte)'\n')
                {
                    first++;
                }
            }

            if (comments && fieldStart == recordStart && buffer[fieldStart..length].StartsWith(dialect.Comment))
            {
                int lineEnd = buffer[fieldStart..length].IndexOf(newLine);
                if (lineEnd < 0 && !virtualEnd)
                {
                    stop = CsvStop.End;
                    return recordStart;
                }

                block.Comments++;
                Line++;
                fieldStart = recordStart = lineEnd < 0 ? length : fieldStart + lineEnd + 1;
                if (recordStart >= length)
                {
                    stop = CsvStop.Record;
                    return length;
                }

                maskBase = recordStart;
                mask = CsvScan.Mask(buffer, maskBase, delimiter, newLine);
                continue;
            }

            if (trim)
            {
                while (first < length && (buffer[first] == (byte)' ' || (buffer[first] == (byte)'\t' && delimiter != (byte)'\t')))
                {
                    first++;
                }
            }

            if (blanks && first > fieldStart)
            {
                // Blanks side by side are one delimiter, those at the end of a line are none.
                maskBase = first;
                mask = CsvScan.Mask(buffer, maskBase, delimiter, newLine);
            }

            int start, end, next;
            bool doubled = false;
            if (quotes && first < length && buffer[first] == quote)
            {
                start = first + 1;
                end = CsvScan.CloseQuote(buffer, start, length, quote, dialect.Escape, out doubled);
                if (end < 0)
                {
                    stop = CsvStop.UnclosedQuote;
                    block.DropFieldsFrom(firstField);
                    return recordStart;
                }

                innerLines += buffer[start..end].Count(newLine);
                next = end + 1;
                while (next < length && ((buffer[next] == (byte)' ' && !blanks) || (buffer[next] == (byte)'\t' && delimiter != (byte)'\t') || (buffer[next] == (byte)'\r' && newLine != (byte)'\r')))
                {
                    next++;
                }

                if (next < length && buffer[next] != delimiter && buffer[next] != newLine)
                {
                    stop = CsvStop.MalformedQuote;
                    block.DropFieldsFrom(firstField);
                    return recordStart;
                }

                if (next >= length && !virtualEnd)
                {
                    stop = CsvStop.End;
                    block.DropFieldsFrom(firstField);
                    return recordStart;
                }

                maskBase = next;
                mask = CsvScan.Mask(buffer, maskBase, delimiter, newLine);
                mask &= ~1UL;
            }
            else
            {
                while (mask == 0 && maskBase < length)
                {
                    maskBase += 64;
                    mask = maskBase < length ? CsvScan.Mask(buffer, maskBase, delimiter, newLine) : 0;
                }

                next = mask == 0 ? length : maskBase + BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                if (next >= length)
                {
                    if (!virtualEnd)
                    {
                        stop = CsvStop.End;
                        block.DropFieldsFrom(firstField);
                        return recordStart;
                    }

                    next = length;
                }

                start = first;
                end = next;
                while (end > start && (buffer[end - 1] == (byte)'\r' || (buffer[end - 1] == (byte)'\n' && newLine == (byte)'\r')) && (next >= length || buffer[next] == newLine))
                {
                    end--;
                }

                if (trim)
                {
                    while (end > start && (buffer[end - 1] == (byte)' ' || buffer[end - 1] == (byte)'\t'))
                    {
                        end--;
                    }
                }

                start = Math.Min(start, end);
            }

            bool trailing = blanks && end <= first && block.Fields > firstField && (next >= length || buffer[next] == newLine);
            if (!trailing)
            {
                block.AddField(new CsvField(start, end - start, doubled));
            }

            fieldStart = next + 1;
            if (next < length && buffer[next] == delimiter)
            {
                if (block.Fields - firstField > dialect.MaxColumns)
                {
                    stop = CsvStop.TooManyFields;
                    block.DropFieldsFrom(firstField);
                    return recordStart;
                }

                continue;
            }

            _ends.Take(buffer, recordStart, Math.Min(next, length), Line, firstField, columns, block);
            Line += innerLines + 1;
            innerLines = 0;
            recordStart = fieldStart;
            firstField = block.Fields;
            if (next >= length || recordStart >= length)
            {
                stop = CsvStop.Record;
                return length;
            }
        }
    }

    private int RejectLine(ReadOnlySpan<byte> buffer, int at, int length, bool isLast, CsvBlock block, CsvStop stop)
    {
        int newLine = buffer[at..length].IndexOf(dialect.NewLine);
        int end = newLine < 0 ? length : at + newLine;
        block.Rejected.Add(stop switch
        {
            CsvStop.UnclosedQuote => _ends.Reject(buffer, at, end, Line, RejectReason.UnclosedQuote, $"a quote opens on line {Line} and does not close within the file or {dialect.MaxRecordBytes:N0} bytes; reading went on at the next line"),
            CsvStop.TooManyFields => _ends.Reject(buffer, at, end, Line, RejectReason.Ragged, $"the record has more than {dialect.MaxColumns:N0} fields, the limit (MaxColumns)"),
            _ => _ends.Reject(buffer, at, end, Line, RejectReason.MalformedQuote, $"in the record that begins on line {Line} a closing quote is followed by something other than a delimiter; reading went on at the next line"),
        });
        if (newLine < 0 && !isLast)
        {
            _skipping++;
            return length;
        }

        Line++;
        return Math.Min(end + 1, length);
    }
}
