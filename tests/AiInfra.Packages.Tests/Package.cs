using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AiInfra.Packages.Tests;

/// <summary>A package file, opened.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _zip;

    public Package(string path)
    {
        _zip = ZipFile.OpenRead(path);
        using Stream nuspec = _zip.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    public XElement Metadata { get; }

    public string? this[string element] => Metadata.Elements().FirstOrDefault(e => e.Name.LocalName == element)?.Value;

    public bool Has(string file) => _zip.GetEntry(file) is { Length: > 0 };

    public string[] Files => [.. _zip.Entries.Select(e => e.FullName)];

    /// <summary>Whether the compiler marked an assembly as made deterministically.</summary>
    public bool IsReproducible(string assembly)
    {
        using Stream content = _zip.GetEntry(assembly)!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        using var pe = new PEReader(copy);
        return pe.ReadDebugDirectory().Any(d => d.Type == DebugDirectoryEntryType.Reproducible);
    }

    public void Dispose() => _zip.Dispose();
}
