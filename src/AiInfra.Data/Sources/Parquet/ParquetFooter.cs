namespace AiInfra.Data.Sources.Parquet;

/// <summary>What the end of a Parquet file says: its schema and where the columns of its row groups lie. Read with all bounds checked, before anything else looks at the file.</summary>
internal sealed class ParquetFooter
{
    private ParquetFooter(IReadOnlyList<ParquetElement> schema, IReadOnlyList<(long Rows, IReadOnlyList<ParquetChunk> Chunks)> groups)
    {
        Schema = schema;
        Groups = groups;
        Columns = [.. TopLevel(schema)];
    }

    /// <summary>All elements, the root first.</summary>
    public IReadOnlyList<ParquetElement> Schema { get; }

    public IReadOnlyList<(long Rows, IReadOnlyList<ParquetChunk> Chunks)> Groups { get; }

    /// <summary>The columns under the root; nested ones as their group.</summary>
    public IReadOnlyList<ParquetElement> Columns { get; }

    /// <exception cref="InvalidDataException">It is no such file, or a damaged one.</exception>
    public static async Task<ParquetFooter> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        byte[] frame = new byte[8];
        if (file.Length < 12)
        {
            throw new InvalidDataException($"it has {file.Length:N0} bytes, the smallest one has 12");
        }

        file.Position = 0;
        await file.ReadExactlyAsync(frame.AsMemory(0, 4), cancellationToken).ConfigureAwait(false);
        bool begins = frame.AsSpan(0, 4).SequenceEqual("PAR1"u8) || frame.AsSpan(0, 4).SequenceEqual("PARE"u8);
        file.Position = file.Length - 8;
        await file.ReadExactlyAsync(frame, cancellationToken).ConfigureAwait(false);
        if (frame.AsSpan(4).SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException("its footer is encrypted; decrypt it first");
        }

        if (!begins || !frame.AsSpan(4).SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException(begins ? "it does not end with PAR1: it may be cut off" : "it does not begin with PAR1");
        }

        int length = BitConverter.ToInt32(frame, 0);
        if (length <= 0 || length > file.Length - 12)
        {
            throw new InvalidDataException($"its footer is said to have {length:N0} bytes, the file has {file.Length:N0}");
        }

        byte[] bytes = new byte[length];
        file.Position = file.Length - 8 - length;
        await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Parse(bytes);
    }

    private static ParquetFooter Parse(ReadOnlySpan<byte> bytes)
    {
        var thrift = new ThriftReader(bytes);
        List<ParquetElement> schema = [];
        List<(long, IReadOnlyList<ParquetChunk>)> groups = [];
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            if (id is 2 or 4 && kind == ThriftReader.List)
            {
                int count = thrift.ListOf(out int of);
                for (int i = 0; i < count; i++)
                {
                    if (of != ThriftReader.Struct)
                    {
                        throw new InvalidDataException("its footer has something else in place of its schema or row groups");
                    }

                    if (id == 2)
                    {
                        schema.Add(ParquetElement.Read(ref thrift));
                    }
                    else
                    {
                        groups.Add(Group(ref thrift));
                    }
                }
            }
            else
            {
                thrift.Skip(kind);
            }
        }

        return schema.Count > 0 ? new ParquetFooter(schema, groups) : throw new InvalidDataException("its footer has no schema");
    }

    private static (long, IReadOnlyList<ParquetChunk>) Group(ref ThriftReader thrift)
    {
        List<ParquetChunk> chunks = [];
        long rows = 0;
        int id = 0;
        while (thrift.Field(ref id, out int kind))
        {
            if (id == 1 && kind == ThriftReader.List)
            {
                int count = thrift.ListOf(out _);
                for (int i = 0; i < count; i++)
                {
                    chunks.Add(ParquetChunk.Read(ref thrift));
                }
            }
            else if (id == 3)
            {
                rows = thrift.Integer();
            }
            else
            {
                thrift.Skip(kind);
            }
        }

        return (rows, chunks);
    }

    private static IEnumerable<ParquetElement> TopLevel(IReadOnlyList<ParquetElement> schema)
    {
        int at = 1;
        for (int i = 0; i < schema[0].Children && at < schema.Count; i++)
        {
            yield return schema[at];

            // The elements below a group follow it.
            long left = schema[at++].Children;
            for (; left > 0 && at < schema.Count; at++)
            {
                left += schema[at].Children - 1L;
            }
        }
    }
}
