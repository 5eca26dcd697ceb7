using System.Buffers.Binary;
using System.Text;

namespace AiInfra.Training.Tests.Runtime;

/// <summary>The symbol versions that a 64-bit ELF library needs of others. Reads the tables only: libraries are large.</summary>
internal static class ElfNeeds
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 0x2;

    /// <summary>The highest version with a prefix, such as "GLIBC_", that the library cannot do without; null when it needs none.</summary>
    public static Version? Highest(Stream library, string prefix) => Of(library)
        .Where(v => v.StartsWith(prefix, StringComparison.Ordinal) && Version.TryParse(v[prefix.Length..], out _))
        .Select(v => Version.Parse(v[prefix.Length..]))
        .Max();

    /// <summary>All versions that are needed and not marked as weak.</summary>
    private static List<string> Of(Stream library)
    {
        byte[] header = Part(library, 0, 64);
        int size = U16(header, 0x3a);
        byte[] sections = Part(library, I64(header, 0x28), size * U16(header, 0x3c));
        var found = new List<string>();
        for (int at = 0; at < sections.Length; at += size)
        {
            if ((uint)I32(sections, at + 4) == VersionNeeds)
            {
                int strings = size * I32(sections, at + 40);
                Read(Part(library, I64(sections, at + 24), I64(sections, at + 32)), Part(library, I64(sections, strings + 24), I64(sections, strings + 32)), found);
            }
        }

        return found;
    }

    private static void Read(byte[] needs, byte[] names, List<string> found)
    {
        int need = 0;
        for (int next = 1; next != 0; need += next)
        {
            int auxiliary = need + I32(needs, need + 8);
            for (int left = U16(needs, need + 2); left > 0; left--)
            {
                if ((U16(needs, auxiliary + 4) & Weak) == 0)
                {
                    ReadOnlySpan<byte> name = names.AsSpan(I32(needs, auxiliary + 8));
                    found.Add(Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]));
                }

                auxiliary += I32(needs, auxiliary + 12);
            }

            next = I32(needs, need + 12);
        }
    }

    private static byte[] Part(Stream library, long at, long length)
    {
        byte[] part = new byte[length];
        library.Position = at;
        library.ReadExactly(part);
        return part;
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static int I32(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
