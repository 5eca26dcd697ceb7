using System.IO.Hashing;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Looks through the pages of a column before they are decoded: whether there are as many values as the row group has rows, and nothing that a decoder would go round in, guess at or read beyond.</summary>
internal static class ParquetPages
{
    private const int HeaderBytes = 512;
    private const int MostHeaderBytes = 1 << 20;
    private const int Data = 0, Index = 1, Dictionary = 2, DataV2 = 3;

    private static readonly string[] s_encodings = ["PLAIN", "", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT"];

    /// <exception cref="InvalidDataException">The pages are not as the format says.</exception>
    public static async Task CheckAsync(Stream file, ParquetElement element, ParquetChunk chunk, CancellationToken cancellationToken)
    {
        long at = chunk.Start;
        long values = 0;
        bool dictionary = false;
        byte[] buffer = new byte[HeaderBytes];
        for (int page = 0; values < chunk.Values; page++)
        {
            if (at < 4 || at >= file.Length)
            {
                throw new InvalidDataException($"page {page} begins at byte {at:N0} of {file.Length:N0}, after {values:N0} of {chunk.Values:N0} values");
            }

            file.Position = at;
            int read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (!TryRead(buffer.AsSpan(0, read), out ParquetPage header))
            {
                if (read < buffer.Length || buffer.Length == MostHeaderBytes)
                {
                    throw new InvalidDataException($"page {page} has no header that can be read at byte {at:N0}");
                }

                // Statistics within a header can be long.
                buffer = new byte[buffer.Length == HeaderBytes ? 1 << 16 : MostHeaderBytes];
                page--;
                continue;
            }

            at += header.HeaderBytes;
            Check(header, page, element, chunk, dictionary, file.Length - at);
            if (header.Checksum is { } checksum)
            {
                await CheckSumAsync(file, at, header.Compressed, checksum, page, cancellationToken).ConfigureAwait(false);
            }

            dictionary |= header.Type == Dictionary;
            values += header.Type is Data or DataV2 ? header.Values : 0;
            at += header.Compressed;
        }

        if (values != chunk.Values)
        {
            throw new InvalidDataException($"its pages hold {values:N0} values, the row group has {chunk.Values:N0} rows");
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out ParquetPage page)
    {
        try
        {
            page = ParquetPage.Read(bytes);
            return true;
        }
        catch (InvalidDataException)
        {
            page = default;
            return false;
        }
    }

    private static void Check(ParquetPage page, int number, ParquetElement element, ParquetChunk chunk, bool dictionary, long left)
    {
        string Where() => $"page {number} ({(page.Type == Dictionary ? "DICTIONARY_PAGE" : page.Type == DataV2 ? "DATA_PAGE_V2" : page.Type == Data ? "DATA_PAGE" : $"page type {page.Type}")})";
        if (page.Type == Index)
        {
            return;
        }

        if (page.Type is not (Data or Dictionary or DataV2) || !page.HasHeader)
        {
            throw new InvalidDataException($"{Where()} has no header of its kind");
        }

        if (page.Compressed < 0 || page.Uncompressed < 0 || page.Values < 0 || page.Compressed > left || page.Nulls < 0 || page.Nulls > page.Values || page.LevelBytes < 0 || page.LevelBytes > page.Compressed)
        {
            throw new InvalidDataException($"{Where()} is said to have {page.Values:N0} values in {page.Compressed:N0} bytes ({page.Uncompressed:N0} unpacked), {left:N0} bytes are left in the file");
        }

        if (chunk.Codec == 0 && page.Compressed != page.Uncompressed)
        {
            throw new InvalidDataException($"{Where()} is not packed, but has {page.Compressed:N0} bytes packed and {page.Uncompressed:N0} unpacked");
        }

        bool coded = page.Encoding is 2 or 8;
        string encoding = page.Encoding >= 0 && page.Encoding < s_encodings.Length ? s_encodings[page.Encoding] : $"encoding {page.Encoding}";
        if (page.Type == Dictionary ? page.Encoding is not (0 or 2) || dictionary : coded && !dictionary)
        {
            throw new InvalidDataException(page.Type == Dictionary ? $"{Where()} is {(dictionary ? "the second dictionary" : $"in {encoding}")}" : $"{Where()} is in {encoding}, and no dictionary stands before it");
        }

        if (page.Type != Dictionary && !Fits(page.Encoding, element))
        {
            throw new InvalidDataException($"{Where()} is in {encoding}, which is not read for {element.Physical}");
        }

        int width = element.Type switch { ParquetElement.Int32 or ParquetElement.Float => 4, ParquetElement.Int64 or ParquetElement.Double => 8, ParquetElement.Int96 => 12, ParquetElement.Fixed => element.Length ?? 0, ParquetElement.ByteArray => 4, _ => 0 };
        bool sure = page.Type is Dictionary or DataV2 || element.Repetition == 0;
        if (sure && (page.Type == Dictionary || page.Encoding is 0 or 9) && (long)width * (page.Values - page.Nulls) > page.Uncompressed - page.LevelBytes)
        {
            throw new InvalidDataException($"{Where()} is said to have {page.Values - page.Nulls:N0} values of {width} bytes, its {page.Uncompressed:N0} bytes cannot hold them");
        }
    }

    private static bool Fits(int encoding, ParquetElement element) => encoding switch
    {
        0 or 2 or 8 => true,
        5 => element.Type is ParquetElement.Int32 or ParquetElement.Int64,
        6 => element.Type is ParquetElement.ByteArray,
        7 => element.Type is ParquetElement.ByteArray or ParquetElement.Fixed or ParquetElement.Int96,
        9 => element.Type is ParquetElement.Float or ParquetElement.Double or ParquetElement.Int32 or ParquetElement.Int64,
        _ => false,
    };

    private static async Task CheckSumAsync(Stream file, long at, int length, int expected, int page, CancellationToken cancellationToken)
    {
        file.Position = at;
        var crc = new Crc32();
        byte[] buffer = new byte[Math.Min(length, 1 << 16)];
        while (length > 0)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, Math.Min(length, buffer.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new InvalidDataException($"page {page} ends in the middle");
            }

            crc.Append(buffer.AsSpan(0, read));
            length -= read;
        }

        if (crc.GetCurrentHashAsUInt32() != (uint)expected)
        {
            throw new InvalidDataException($"page {page} does not have the checksum that its header says: it is damaged");
        }
    }
}
