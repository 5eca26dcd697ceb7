using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>SHA-256 over what a request holds. Every part says its length, so that no two contents read alike.</summary>
internal sealed class ContentDigest
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public ContentDigest(RequestKind kind) => Add((long)kind);

    public ContentDigest Add(Type type) => Add(type.AssemblyQualifiedName);

    public ContentDigest Add(Row row)
    {
        Add(row.Schema.Count);
        for (int i = 0; i < row.Schema.Count; i++)
        {
            Value value = row[i];
            Add(row.Schema.Columns[i].Name).Add((long)value.Kind).Add(value.AsText());
        }

        return this;
    }

    public ContentDigest Add(NamedTensor tensor)
    {
        Add(tensor.Name).Add(tensor.Data is null ? -1 : (long)tensor.Data.Type);
        if (tensor.Data is null)
        {
            return this;
        }

        Add(tensor.Data.Shape.Length);
        _hash.AppendData(MemoryMarshal.AsBytes(tensor.Data.Shape));
        if (tensor.Data.Type == TensorType.String)
        {
            foreach (string? text in tensor.Data.Span<string?>())
            {
                Add(text);
            }
        }
        else
        {
            _hash.AppendData(tensor.Data.Bytes);
        }

        return this;
    }

    public override string ToString()
    {
        using (_hash)
        {
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }
    }

    private ContentDigest Add(string? text)
    {
        Add(text?.Length ?? -1L);
        _hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
        return this;
    }

    private ContentDigest Add(long number)
    {
        _hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in number)));
        return this;
    }
}
