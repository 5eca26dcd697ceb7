using System.Xml.Linq;

namespace AiInfra.Architecture.Tests;

/// <summary>The packages under src, their references and rooms, read from the source files.</summary>
internal sealed class House
{
    /// <summary>Files that lie in no folder of their package.</summary>
    public const string RootRoom = "(root)";

    /// <summary>Packages that are one room; their folders are its shelves.</summary>
    public static readonly IReadOnlySet<string> OneRoom = new HashSet<string> { "AiInfra.Onnx" };

    /// <summary>Packages whose rooms share one namespace, so that who uses them needs one using. Their rooms are held apart like any others.</summary>
    public static readonly IReadOnlySet<string> OneNamespace = new HashSet<string> { "AiInfra.Testing" };

    private static readonly Lazy<House> s_house = new(() => new House(Repository.Path("src")));

    private House(string src)
    {
        foreach (string project in Directory.EnumerateFiles(src, "*.csproj", SearchOption.AllDirectories).Where(p => !p.Contains("/obj/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            string folder = Path.GetDirectoryName(project)!, name = Path.GetFileNameWithoutExtension(project);
            string[] references = [.. XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];
            SourceFile[] files = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).Select(f => SourceFile.Read(name, folder, f))];
            Packages.Add(name, new Package(name, references, files));
        }
    }

    public static House Built => s_house.Value;

    public SortedDictionary<string, Package> Packages { get; } = new(StringComparer.Ordinal);

    /// <summary>How far above the ground a package stands: one more than the highest it references.</summary>
    public int Level(string package) => Packages[package].References is { Count: > 0 } below ? 1 + below.Max(Level) : 0;
}
