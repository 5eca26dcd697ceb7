namespace AiInfra.Data.Sources.Parquet;

/// <summary>One column of one row group: where its pages are.</summary>
internal sealed record ParquetChunk
{
    public IReadOnlyList<string> Path { get; init; } = [];

    public int Type { get; init; }

    public int Codec { get; init; }

    public long Values { get; init; }

    public long Bytes { get; init; }

    public long DataPage { get; init; }

    public long? IndexPage { get; init; }

    public long? DictionaryPage { get; init; }

    public bool IsElsewhere { get; init; }

    public bool IsEncrypted { get; init; }

    /// <summary>Lowest and highest value as the statistics have them; null where they say nothing.</summary>
    public byte[]? Low { get; init; }

    public byte[]? High { get; init; }

    /// <summary>Where the first page begins. An offset of 0 says that there is no such page.</summary>
    public long Start => new[] { DictionaryPage ?? 0, DataPage, IndexPage ?? 0 }.Where(o => o > 0).DefaultIfEmpty(0).Min();

    public static ParquetChunk Read(ref ThriftReader thrift)
    {
        var chunk = new ParquetChunk();
        bool elsewhere = false, encrypted = false;
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            switch (id)
            {
                case 1 when kind == ThriftReader.Binary: elsewhere = thrift.Text().Length > 0; break;
                case 3 when kind == ThriftReader.Struct: chunk = Meta(ref thrift); break;
                case 8 or 9:
                    encrypted = true;
                    thrift.Skip(kind);
                    break;
                default: thrift.Skip(kind); break;
            }
        }

        return chunk with { IsElsewhere = elsewhere, IsEncrypted = encrypted };
    }

    private static ParquetChunk Meta(ref ThriftReader thrift)
    {
        var chunk = new ParquetChunk();
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            switch (id)
            {
                case 1: chunk = chunk with { Type = (int)thrift.Integer() }; break;
                case 3 when kind == ThriftReader.List:
                    var path = new string[thrift.ListOf(out _)];
                    for (int i = 0; i < path.Length; i++)
                    {
                        path[i] = thrift.Text();
                    }

                    chunk = chunk with { Path = path };
                    break;
                case 4: chunk = chunk with { Codec = (int)thrift.Integer() }; break;
                case 5: chunk = chunk with { Values = thrift.Integer() }; break;
                case 7: chunk = chunk with { Bytes = thrift.Integer() }; break;
                case 9: chunk = chunk with { DataPage = thrift.Integer() }; break;
                case 10: chunk = chunk with { IndexPage = thrift.Integer() }; break;
                case 11: chunk = chunk with { DictionaryPage = thrift.Integer() }; break;
                case 12 when kind == ThriftReader.Struct:
                    int inner = 0;
                    while (thrift.Field(ref inner, out int of))
                    {
                        switch (inner)
                        {
                            case 5 when of == ThriftReader.Binary: chunk = chunk with { High = thrift.Bytes().ToArray() }; break;
                            case 6 when of == ThriftReader.Binary: chunk = chunk with { Low = thrift.Bytes().ToArray() }; break;
                            default: thrift.Skip(of); break;
                        }
                    }

                    break;
                default: thrift.Skip(kind); break;
            }
        }

        return chunk;
    }
}
