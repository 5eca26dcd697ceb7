using System.Buffers.Binary;
using System.Text;

namespace AiInfra.Training.Runtime;

/// <summary>Marks a symbol version that a 64-bit ELF library asks for as weak, so that the loader accepts its absence. Refuses where anything in the library would need a symbol of that version.</summary>
/// <remarks>Layout of the structures: System V ABI, and "ELF Symbol Versioning" of the Linux Standard Base.</remarks>
internal static class ElfVersionNeeds
{
    private const uint Rela = 4;
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint VersionOfSymbols = 0x6fffffff;
    private const uint Dynamic = 6;
    private const long OwnName = 14;
    private const ushort WeakFlag = 0x2;

    /// <summary>A copy of the file with the version marked weak.</summary>
    /// <exception cref="InvalidDataException">The file is not such a library, does not ask for the version, or uses it.</exception>
    public static byte[] Weaken(ReadOnlySpan<byte> library, string version)
    {
        byte[] copy = library.ToArray();
        List<Section> sections = Sections(copy);
        Section needs = sections.Find(s => s.Type == VersionNeeds) ?? throw Bad("it has no table of needed versions");
        Section names = Linked(sections, needs);
        bool found = false;
        int need = 0;
        for (bool more = true; more;)
        {
            ReadOnlySpan<byte> entry = Slice(copy, needs, need, 16);
            int aux = need + Int(entry[8..]);
            for (int left = U16(entry[2..]); left > 0; left--)
            {
                ReadOnlySpan<byte> auxiliary = Slice(copy, needs, aux, 16);
                if (Text(copy, names, Int(auxiliary[8..])) == version)
                {
                    RefuseIfUsed(copy, sections, U16(auxiliary[6..]), version);
                    ushort flags = (ushort)(U16(auxiliary[4..]) | WeakFlag);
                    BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(checked((int)needs.Offset + aux + 4)), flags);
                    found = true;
                }

                aux += Int(auxiliary[12..]);
            }

            int next = Int(entry[12..]);
            more = next != 0;
            need += next;
        }

        return found ? copy : throw Bad($"it does not ask for {version}");
    }

    /// <summary>A copy of the file that calls itself by another name, one that ends a name in its own table of texts.</summary>
    /// <exception cref="InvalidDataException">The file is not such a library, or the name is not in it.</exception>
    public static byte[] Rename(ReadOnlySpan<byte> library, string soname)
    {
        byte[] copy = library.ToArray();
        List<Section> sections = Sections(copy);
        Section dynamic = sections.Find(s => s.Type == Dynamic) ?? throw Bad("it has no dynamic section");
        Section names = Linked(sections, dynamic);
        int name = Slice(copy, names, 0, checked((int)names.Size)).IndexOf(Encoding.ASCII.GetBytes(soname + '\0'));
        if (name < 0)
        {
            throw Bad($"it does not mention {soname}");
        }

        for (int at = 0; at + 16 <= checked((int)dynamic.Size); at += 16)
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(Slice(copy, dynamic, at, 8)) == OwnName)
            {
                BinaryPrimitives.WriteInt64LittleEndian(copy.AsSpan(checked((int)dynamic.Offset + at + 8), 8), name);
                return copy;
            }
        }

        throw Bad("it has no name of its own");
    }

    private static void RefuseIfUsed(byte[] file, List<Section> sections, ushort version, string name)
    {
        Section versions = sections.Find(s => s.Type == VersionOfSymbols) ?? throw Bad("it has no table of symbol versions");
        Section symbols = Linked(sections, versions);
        if (symbols.Type != DynamicSymbols)
        {
            throw Bad("its symbol versions don't belong to its dynamic symbols");
        }

        var versioned = new HashSet<uint>();
        for (int i = 0; i < checked((int)(versions.Size / 2)); i++)
        {
            if ((U16(Slice(file, versions, i * 2, 2)) & 0x7fff) == version)
            {
                versioned.Add((uint)i);
            }
        }

        foreach (Section relocations in sections.Where(s => s.Type == Rela))
        {
            for (int at = 0; at + 24 <= checked((int)relocations.Size); at += 24)
            {
                uint symbol = (uint)(BinaryPrimitives.ReadUInt64LittleEndian(Slice(file, relocations, at + 8, 8)) >> 32);
                if (symbol != 0 && versioned.Contains(symbol))
                {
                    throw Bad($"symbol {symbol} of version {name} is used by it");
                }
            }
        }
    }

    private static List<Section> Sections(byte[] file)
    {
        if (file.Length < 64 || !file.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw Bad("it is no 64-bit little-endian ELF file");
        }

        ulong start = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(0x28));
        int size = U16(file.AsSpan(0x3a));
        int count = U16(file.AsSpan(0x3c));
        if (size < 64 || start > (ulong)file.Length || (ulong)file.Length - start < (ulong)size * (ulong)count)
        {
            throw Bad("its section table lies outside the file");
        }

        var sections = new List<Section>(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.AsSpan(checked((int)start + (i * size)), 64);
            sections.Add(new Section(
                BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[32..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[40..])));
        }

        return sections;
    }

    private static Section Linked(List<Section> sections, Section from) =>
        from.Link < (uint)sections.Count ? sections[(int)from.Link] : throw Bad("a section refers to one that isn't there");

    private static ReadOnlySpan<byte> Slice(byte[] file, Section section, int at, int length)
    {
        if (at < 0 || section.Size > (ulong)file.Length || section.Offset > (ulong)file.Length - section.Size || (ulong)at + (ulong)length > section.Size)
        {
            throw Bad("a table in it is cut short");
        }

        return file.AsSpan(checked((int)section.Offset + at), length);
    }

    private static string Text(byte[] file, Section strings, int at)
    {
        ReadOnlySpan<byte> rest = Slice(file, strings, at, checked((int)Math.Min(strings.Size, int.MaxValue) - at));
        int end = rest.IndexOf((byte)0);
        return end < 0 ? throw Bad("a name in it has no end") : Encoding.UTF8.GetString(rest[..end]);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int Int(ReadOnlySpan<byte> bytes)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return value <= int.MaxValue / 2 ? (int)value : throw Bad("an offset in it is too large");
    }

    private static InvalidDataException Bad(string why) => new($"The library can't be corrected: {why}.");

    private sealed record Section(uint Type, ulong Offset, ulong Size, uint Link);
}
