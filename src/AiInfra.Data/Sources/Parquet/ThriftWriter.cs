using System.Text;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Writes a footer in Thrift's compact protocol.</summary>
internal sealed class ThriftWriter
{
    private readonly MemoryStream _bytes = new();

    public static byte[] Footer(IReadOnlyList<ParquetElement> columns, IReadOnlyList<(long Rows, IReadOnlyList<ParquetChunk> Chunks)> groups)
    {
        var writer = new ThriftWriter();
        writer.Field(1, 5).Integer(2);
        writer.Field(2, 9).List(columns.Count + 1, 12);
        writer.Field(4, 8).Text("schema").Field(5, 5).Integer(columns.Count).End();
        foreach (ParquetElement column in columns)
        {
            // Twelve bytes are what INT96 is to a decoder that need not know what they mean.
            bool days = column.Type == ParquetElement.Int96;
            writer.Field(1, 5).Integer(days ? ParquetElement.Fixed : column.Type!.Value);
            writer.Field(2, 5).Integer(days ? 12 : column.Length ?? 0);
            writer.Field(3, 5).Integer(column.Repetition).Field(4, 8).Text(column.Name).End();
        }

        writer.Field(3, 6).Integer(groups.Sum(g => g.Rows)).Field(4, 9).List(groups.Count, 12);
        foreach ((long rows, IReadOnlyList<ParquetChunk> chunks) in groups)
        {
            writer.Field(1, 9).List(chunks.Count, 12);
            foreach (ParquetChunk chunk in chunks)
            {
                writer.Chunk(chunk);
            }

            writer.Field(2, 6).Integer(chunks.Sum(c => c.Bytes)).Field(3, 6).Integer(rows).End();
        }

        writer.End();
        return writer._bytes.ToArray();
    }

    private void Chunk(ParquetChunk chunk)
    {
        Field(2, 6).Integer(chunk.DataPage).Field(3, 12);
        Field(1, 5).Integer(chunk.Type == ParquetElement.Int96 ? ParquetElement.Fixed : chunk.Type).Field(2, 9).List(0, 5).Field(3, 9).List(chunk.Path.Count, 8);
        foreach (string part in chunk.Path)
        {
            Text(part);
        }

        Field(4, 5).Integer(chunk.Codec).Field(5, 6).Integer(chunk.Values).Field(6, 6).Integer(chunk.Bytes).Field(7, 6).Integer(chunk.Bytes).Field(9, 6).Integer(chunk.DataPage);
        if (chunk.IndexPage is { } index)
        {
            Field(10, 6).Integer(index);
        }

        if (chunk.DictionaryPage is { } dictionary)
        {
            Field(11, 6).Integer(dictionary);
        }

        End().End();
    }

    /// <summary>The head of a field in its long form, which names the field itself.</summary>
    private ThriftWriter Field(int id, int kind)
    {
        _bytes.WriteByte((byte)kind);
        return Integer(id);
    }

    private ThriftWriter Integer(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    private ThriftWriter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Unsigned((ulong)utf8.Length);
        _bytes.Write(utf8);
        return this;
    }

    private ThriftWriter List(int count, int kind)
    {
        _bytes.WriteByte((byte)(0xF0 | kind));
        return Unsigned((ulong)count);
    }

    private ThriftWriter End()
    {
        _bytes.WriteByte(0);
        return this;
    }

    private ThriftWriter Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.WriteByte((byte)value);
        return this;
    }
}
