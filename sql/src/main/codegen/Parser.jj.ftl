<#--
  Makes our grammar from Calcite's template, which stays in Calcite's jar.

  Three substitutions, each of which must match or the build stops:
    1. the members of the parser's class, which serve Calcite's entry points, become class.ftl;
    2. the productions up to the keywords become ours, a family a file;
    3. the production that lets keywords be identifiers goes, for our lexer decides that.
  Options, imports, keywords and token kinds stay the template's.
-->
<#macro replace from to by>
  <#if !text?contains(from)><#stop "Calcite's template no longer has: " + from></#if>
  <#local tail = text?keep_after(from)>
  <#if !tail?contains(to)><#stop "Calcite's template no longer has: " + to></#if>
  <#assign text = text?keep_before(from) + by + to + tail?keep_after(to)>
</#macro>
<#assign text = template>
<@replace from="/**\n * SQL parser, generated from Parser.jj by JavaCC." to="PARSER_END("
    by=r'<#include "/@includes/class.ftl"/>' + "\n"/>
<@replace from="/***************************************\n * Utility Codes" to="/* KEYWORDS:  anything"
    by=r'<#list parser.implementationFiles as file><#include "/@includes/" + file/>' + "\n</#list>"/>
<@replace from="/**\n * Parses a non-reserved keyword" to="/* LITERALS */" by=""/>
<@text?interpret/>
