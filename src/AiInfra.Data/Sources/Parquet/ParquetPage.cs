namespace AiInfra.Data.Sources.Parquet;

/// <summary>The header of a page.</summary>
internal readonly record struct ParquetPage
{
    public int Type { get; private init; }

    public int Uncompressed { get; private init; }

    public int Compressed { get; private init; }

    public int? Checksum { get; private init; }

    public int Values { get; private init; }

    public int Nulls { get; private init; }

    public int LevelBytes { get; private init; }

    public int Encoding { get; private init; }

    public int HeaderBytes { get; private init; }

    /// <summary>Whether the header of its kind is there.</summary>
    public bool HasHeader { get; private init; }

    public static ParquetPage Read(ReadOnlySpan<byte> bytes)
    {
        var thrift = new ThriftReader(bytes);
        var page = new ParquetPage { Type = -1 };
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            switch (id)
            {
                case 1: page = page with { Type = (int)thrift.Integer() }; break;
                case 2: page = page with { Uncompressed = (int)thrift.Integer() }; break;
                case 3: page = page with { Compressed = (int)thrift.Integer() }; break;
                case 4: page = page with { Checksum = (int)thrift.Integer() }; break;
                case 5 or 7 or 8 when kind == ThriftReader.Struct: page = Inner(page, id, ref thrift); break;
                default: thrift.Skip(kind); break;
            }
        }

        return page with { HeaderBytes = thrift.Position };
    }

    /// <summary>What data pages (5), dictionary pages (7) and data pages of the second version (8) say.</summary>
    private static ParquetPage Inner(ParquetPage page, int kindOfPage, ref ThriftReader thrift)
    {
        bool mine = (page.Type, kindOfPage) is (0, 5) or (2, 7) or (3, 8);
        var inner = page with { HasHeader = mine };
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            switch (kindOfPage, id)
            {
                case (_, 1): inner = inner with { Values = (int)thrift.Integer() }; break;
                case (5 or 7, 2) or (8, 4): inner = inner with { Encoding = (int)thrift.Integer() }; break;
                case (8, 2): inner = inner with { Nulls = (int)thrift.Integer() }; break;
                case (8, 5 or 6): inner = inner with { LevelBytes = inner.LevelBytes + (int)thrift.Integer() }; break;
                default: thrift.Skip(kind); break;
            }
        }

        return mine ? inner : page;
    }
}
