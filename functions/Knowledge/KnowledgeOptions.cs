using Automation.Flow;

namespace Automation.Knowledge;

/// <summary>Settings of the knowledge articles.</summary>
/// <param name="Folder">Full path of the folder of Markdown files. A relative one is taken from where the executable is; default knowledge.</param>
internal sealed record KnowledgeOptions(string Folder)
{
    private const string Key = "Knowledge__Folder";

    public static KnowledgeOptions Read(SettingReader settings)
    {
        var named = settings.Text(Key, "", 1024);
        var folder = Path.GetFullPath(named.Length == 0 ? "knowledge" : named, AppContext.BaseDirectory);
        if (named.Length > 0 && !Directory.Exists(folder)) settings.Refuse(Key, $"'{named}', which is no folder", "a folder of Markdown files, or nothing for the articles that come with the product");
        return new KnowledgeOptions(folder);
    }
}
